"""How many of those who left in silence are asked later whether it was solved: a setting in versions."""
