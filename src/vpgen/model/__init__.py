"""Content types: what authors write (`files`), and what it means once resolved (`content`)."""
