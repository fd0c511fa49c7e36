"""The verified rate, corrected by what a random sample said when asked later."""
