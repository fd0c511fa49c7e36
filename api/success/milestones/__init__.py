"""What an account has reached on its way through each stage."""
