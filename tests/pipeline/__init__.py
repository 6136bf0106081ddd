"""Tests of the steps, with the ledger real and the world stood in for."""
