"""What we decide: kinds of mail, the decision, matching of agencies, completeness, status moves, reference numbers. Pure."""
