"""Tests of the adapters, on real servers where one can be had."""
