"""vpgen: plans and follow-ups of a region or municipality, from YAML to a website."""
