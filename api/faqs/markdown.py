"""Answers are plain text with a little Markdown: bold, lists and links. The rest stays as it was typed."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

BOLD = "**"
# Markdown lets a list's last item swallow the next line; people mean a new paragraph.
AFTER_LIST = re.compile(r"^((?:[-+*]|\d{1,9}[.)])[ \t].*)\n(?=[^\s\-+*\d])", re.MULTILINE)


# The same few answers are shown again and again.
@lru_cache(maxsize=512)
def html_of(text: str) -> str:
    """Return safe HTML: no tag of the writer's survives, links lead to http(s) only."""
    return str(_parser.render(AFTER_LIST.sub(r"\1\n\n", text))).strip()


def _bold(state: StateInline, silent: bool) -> bool:
    # CommonMark does not close ** between 」 and を, where Japanese needs it; so we pair them ourselves.
    start = state.pos + len(BOLD)
    if not state.src.startswith(BOLD, state.pos):
        return False
    end = state.src.find(BOLD, start, state.posMax)
    inner = state.src[start:end] if end > start else ""
    if not inner or inner != inner.strip():
        return False
    if not silent:
        rest = state.posMax
        state.push("strong_open", "strong", 1).markup = BOLD
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push("strong_close", "strong", -1).markup = BOLD
        state.posMax = rest
    state.pos = end + len(BOLD)
    return True


def _open_link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer nofollow")
    tokens[index].attrSet("target", "_blank")
    return renderer.renderToken(tokens, index, options, env)


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


def _build() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "html": False})
    parser.enable(["list", "newline", "escape", "link", "autolink"])
    parser.inline.ruler.before("link", "bold", _bold)
    parser.add_render_rule("link_open", _open_link)
    checked: Any = parser
    checked.validateLink = _is_web_address
    return parser


_parser = _build()
