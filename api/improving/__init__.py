"""What the answers can learn: proposed phrasings, phrasings that mislead, FAQs that compete."""
