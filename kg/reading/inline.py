"""markdown-it's inline parser, told to remember where each run of text begins."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import escape as standard_escape
from markdown_it.rules_inline.state_inline import Scanned, StateInline

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_LATEX_ESCAPES = "%$&{}"
"""Characters after which a backslash is LaTeX's (``71\\%``), and stays."""
_MATH = re.compile(r"\$\$[^$]+\$\$|\$[^$\s](?:[^$\n]*[^$\s\\])?\$")

_EMBED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_WIKI = re.compile(r"\[\[(?:[^\[\]\n|]*\|)?(?=[^\[\]\n|]+\]\](?!\())")
"""The front of a link between notes, ``[[page|words]]``, whose words stay."""
_HIGHLIGHT = re.compile(r"==(?=[^\s=][^=\n]*==(?!=))")
_HIGHLIGHT_END = re.compile(r"(?<=[^\s=])==(?!=)(?<===)")
_ADDRESS_REST = re.compile(r"://[^\s<>\"'()\[\]\u0080-\U0010ffff]*[^\s<>\"'()\[\]*_.,;:!?\u0080-\U0010ffff]")


class PlacedState(StateInline):
    """A state whose text tokens carry ``meta["at"]``, their offset in the inline source."""

    pending_at = 0
    rule_at = 0
    pushed = 0

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """Place the text that was waiting."""
        token = super().pushPending()
        token.meta["at"] = self.pending_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Place a token where its rule began; of the signs of one run (``**``), each a place further."""
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.rule_at + (self.pushed if ttype == "text" else 0)
        self.pushed += 1
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001 - markdown-it's names
        """Let emphasis open and close beside Chinese, where no space sets it off (``**RAFT（检索）**是``)."""
        can_open, can_close, length = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1 : start] or " "
        after = self.src[start + length : start + length + 1] or " "
        if self.src[start] == "*" and (_is_wide(before) or _is_wide(after)):
            return Scanned(not after.isspace(), not before.isspace(), length)
        return Scanned(can_open, can_close, length)


class PlacedInline(ParserInline):
    """The standard inline parser over a PlacedState."""

    def tokenize(self, state: StateInline) -> None:
        """Take rule after rule, as the standard one does, and note where each begins."""
        rules = self.ruler.getRules("")
        while state.pos < state.posMax:
            _begin(state)
            before = state.pos
            if not (state.level < state.md.options["maxNesting"] and any(rule(state, False) for rule in rules)):
                state.pending += state.src[before]
                state.pos = before + 1
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse one run of inline Markdown."""
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def parser() -> MarkdownIt:
    """CommonMark with tables and mathematics; indented text is text, not code."""
    markdown = MarkdownIt("commonmark")
    markdown.inline = PlacedInline()
    markdown.inline.ruler.before("escape", "math", _math)
    markdown.inline.ruler.before("escape", "address", _address)
    markdown.inline.ruler.before("escape", "wiki", _wiki)
    markdown.inline.ruler.before("escape", "highlight", _highlight)
    markdown.inline.ruler.at("escape", _escape)
    markdown.inline.ruler.disable(["linkify", "strikethrough"])
    markdown.inline.ruler2.disable(["strikethrough", "fragments_join"])
    markdown.core.ruler.disable(["text_join"])
    return markdown.enable("table").disable("code")


def _begin(state: StateInline) -> None:
    if isinstance(state, PlacedState):
        state.rule_at, state.pushed = state.pos, 0
        if not state.pending:
            state.pending_at = state.pos


def _escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos + 1 : state.pos + 2] in _LATEX_ESCAPES:
        return False
    return standard_escape(state, silent)


def _math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    found = _MATH.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    return _take(state, found, silent)


def _address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a bare address whole, so that its underscores are no emphasis; the text before holds its ``https``."""
    if not state.src.endswith(("http", "https"), 0, state.pos):
        return False
    return _take(state, _ADDRESS_REST.match(state.src, state.pos), silent)


def _wiki(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Leave out the brackets and the page of a link between notes, and all of an embedded one."""
    found = _EMBED.match(state.src, state.pos) or _WIKI.match(state.src, state.pos)
    end = found.end() if found else state.pos + 2 if _closes(state) else 0
    if not end:
        return False
    if not silent:
        state.push("wiki", "", 0)
    state.pos = end
    return True


def _highlight(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Leave out the signs around marked words (``==68.2==``)."""
    found = _HIGHLIGHT.match(state.src, state.pos) or _HIGHLIGHT_END.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("highlight", "", 0)
    state.pos += len("==")
    return True


def _closes(state: StateInline) -> bool:
    opened = state.src.rfind("[[", 0, state.pos)
    inside = opened > state.src.rfind("]]", 0, state.pos) and _WIKI.match(state.src, opened)
    return bool(inside) and state.src.startswith("]]", state.pos)


def _take(state: StateInline, found: re.Match[str] | None, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not found or found.end() > state.posMax:
        return False
    if not silent:
        state.pending += found.group()
    state.pos = found.end()
    return True


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
