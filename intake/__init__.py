"""Letter intake: a mailbox watched, every letter acknowledged, every paper read, every answer on the clock."""

__version__ = "0.1.0"
