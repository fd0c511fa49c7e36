"""FAQs as versions."""
