"""The read-only page, health and metrics. Calls the desk alone; never the ledger."""
