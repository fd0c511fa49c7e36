"""What a replay found for exactly one draft, and that publishing a bad one takes a second press."""
