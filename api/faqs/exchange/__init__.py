"""FAQs as files: CSV, JSON lines and Markdown, out and in again."""
