"""Values of a JSON object as their types, each fault named with what to do."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Line = dict[str, Any]
"""A JSON object."""


class FaultError(Exception):
    """What is wrong with a line; and, after a semicolon, what to do."""


def nfc(text: object, name: str) -> str:
    """Return a text in NFC."""
    if not isinstance(text, str):
        raise FaultError(f"the text of {name} is {type(text).__name__}; write it in quotes")
    return unicodedata.normalize("NFC", text)


def objects(body: Mapping[str, Any], key: str) -> list[Line]:
    """Return the objects under a key, none where it is not there."""
    found: list[Line] = typed(body, key, list, [])
    wrong = next((item for item in found if not isinstance(item, dict)), None)
    if wrong is not None:
        raise FaultError(f"{key} holds {wrong!r}; each of its items is an object")
    return found


def typed(body: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the value under a key, `default` where it is not there; raise FaultError where it is of another kind."""
    value = body.get(key)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise FaultError(f"{key} is {value!r}; it must be {_KINDS[kind]}")
    return value


_KINDS = {str: "text", int: "a whole number", list: "a list", dict: "an object"}


def decimal(item: Line, key: str) -> Decimal:
    """Return the number under a key."""
    try:
        value = Decimal(str(item.get(key)))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise FaultError(f"{key} is {item.get(key)!r}; it must be a number")
    return value


def confidence(item: Mapping[str, Any]) -> float:
    """Return a confidence, 1 where none is given."""
    value = item.get("confidence", 1.0)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not 0 <= value <= 1:
        raise FaultError(f"confidence is {value!r}; it must be a number from 0 to 1")
    return float(value)
