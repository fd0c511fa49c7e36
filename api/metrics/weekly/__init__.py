"""The week's figures by mail, to managers who asked for them."""
