"""Tests of what protects people."""
