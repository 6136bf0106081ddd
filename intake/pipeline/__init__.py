"""The machine's acts, from mailbox to answer. Start reading at flow.py."""
