"""Tests of the parts put together."""
