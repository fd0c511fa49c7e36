"""Messages from us to an account's people, shown in the widget when they next open it."""
