"""Real mail and database servers on loopback for the tests, and an SMTP server that fails on purpose.

Every server lives in a temporary folder, listens on free ports of 127.0.0.1, dies with the test process and is never skipped: where one is
missing the test fails and says what to run.
"""
