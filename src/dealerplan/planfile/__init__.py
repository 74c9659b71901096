"""From YAML text to a plan: source (text and places), schema (the file's shape), mapping (its meaning)."""
