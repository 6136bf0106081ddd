"""The office's clock: open hours, holidays, closures, and when an answer is due. Pure."""
