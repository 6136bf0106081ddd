"""The ledger: database, migrations, claims, one file a noun. All SQL lives here."""
