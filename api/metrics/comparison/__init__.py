"""Two periods side by side, and whether what they differ by may be chance."""
