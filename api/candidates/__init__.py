"""FAQ candidates that clustering found, and what staff decided of them."""
