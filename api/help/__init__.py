"""The FAQ site at /help, and the FAQs that the widget suggests and finds while a customer types."""
