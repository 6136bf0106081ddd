"""What a person may do: look up, decide, record. The web page and the commands call the same functions; the pipeline does the work."""
