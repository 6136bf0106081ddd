"""Who gives the ports what they promise: IMAP, SMTP, Maildir, files, child processes, the clock. Libraries end here."""
