"""Plug-ins by entry point: readers, exporters, engines, components; ours are registered in the same way.

A package adds one with a line in its pyproject.toml, such as
``[project.entry-points."kg.exporters"]`` and ``csv2 = "my_package:write_csv2"``.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from kg.errors import UnknownNameError, UsageError

GROUPS = {
    "kg.readers": "reader",
    "kg.exporters": "format",
    "kg.engines": "engine",
    "spacy_factories": "component",
}


def names(group: str) -> list[str]:
    """The names registered in a group, sorted.

    >>> "md" in names("kg.readers")
    True
    """
    return sorted(_found(group))


def get(group: str, name: str) -> Any:  # noqa: ANN401 - what a plug-in is depends on its group
    """Load the plug-in of that name; raise UnknownNameError, which lists the choices, where there is none."""
    found = _found(group)
    if name not in found:
        raise UnknownNameError(GROUPS.get(group, group), name, list(found))
    try:
        return found[name].load()
    except (ImportError, AttributeError) as error:
        message = f"the {GROUPS.get(group, group)} {name!r} ({found[name].value}) can't be loaded: {error}"
        raise UsageError(message) from error


@cache
def _found(group: str) -> dict[str, EntryPoint]:
    ours_last = sorted(entry_points(group=group), key=lambda point: point.value.startswith("kg."))
    return {point.name: point for point in ours_last}
