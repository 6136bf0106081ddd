"""What was sent: file types, pages of words, forms as data, classification, fields, values, signatures. Pure."""
