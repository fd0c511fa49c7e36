"""Masks personal data: `mask(text)` is the only form of a customer's text that leaves the vault.

Masked are e-mail addresses, telephone numbers, postal codes and address lines, payment cards, My Numbers and
people's names after 氏名/様, in self-introductions and in signatures. Company names, error codes, invoice
numbers, dates, amounts and times stay: they are what an inquiry is about.
"""

from api.inquiries.redaction.masking import mask

__all__ = ["mask"]
