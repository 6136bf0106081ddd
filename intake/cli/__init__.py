"""The commands. Each module imports what it works with only when its command runs, so that `intake --help` is instant."""
