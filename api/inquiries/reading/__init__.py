"""Files of inquiries: encoding, rows, columns, dates."""
