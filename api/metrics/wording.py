"""Spans of time and shares as people read them."""


def span(seconds: float | None, *, language: str) -> str:
    """90 → 1 分 30 秒; nothing → —."""
    if seconds is None:
        return "—"
    ja = language == "ja"
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} {'秒' if ja else 's'}"
    if round(seconds) < 3600:
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} {'分' if ja else 'min'} {rest:02d} {'秒' if ja else 's'}"
    hours = seconds / 3600
    if round(hours, 1) < 48:
        return f"{hours:.1f} {'時間' if ja else 'h'}"
    return f"{hours / 24:.1f} {'日' if ja else 'days'}"


def figure(value: float) -> str:
    """1 decimal, always: 3 → 3.0; 1234.56 → 1,234.6."""
    return f"{value:,.1f}"


def points(share: float) -> str:
    """0.0683 → +6.8; a difference of shares in percentage points."""
    return signed(share * 100)


def signed(value: float) -> str:
    """1.25 → +1.3; -1.25 → −1.3; what rounds to nothing has no sign."""
    shown = f"{abs(value):,.1f}"
    return shown if shown == "0.0" else ("+" if value > 0 else "−") + shown


def signed_span(seconds: float, *, language: str) -> str:
    """-90 → −1 分 30 秒."""
    shown = span(abs(seconds), language=language)
    return shown if round(seconds, 1) == 0 else ("+" if seconds > 0 else "−") + shown


def p_value(p: float) -> str:
    """0.0123 → = 0.012; what is smaller than can be told → < 0.001."""
    return f"= {p:.3f}" if p >= 0.001 else "< 0.001"
