"""Set-up and supervision of the processes."""
