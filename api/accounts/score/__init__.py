"""The health score: its definition as data, what it makes of an account, and its versions."""
