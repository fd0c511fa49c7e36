"""The capacity bank: hours freed by week, hours spent, the balance carried forward."""
