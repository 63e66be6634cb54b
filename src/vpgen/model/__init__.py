"""Content types: what authors write (`files`) and what it means once inheritance is worked out (`content`)."""
