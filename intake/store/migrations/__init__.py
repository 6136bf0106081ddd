"""The schema's history. In: a Database. Out: a database at this program's version. One migration is one transaction."""
