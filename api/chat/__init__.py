"""The chat gateway: conversations, messages, turns and the live stream."""
