"""What protects people: pseudonyms for logs, cells that cannot become formulas. Pure."""
