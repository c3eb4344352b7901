"""The registry."""

from __future__ import annotations

import pytest

from kg import plugins
from kg.errors import UnknownNameError


@pytest.mark.parametrize("group", ["kg.readers", "kg.exporters", "kg.engines"])
def test_every_registered_plugin_loads(group: str):
    """What pyproject.toml registers is there, and can be called."""
    assert plugins.names(group)
    assert all(callable(plugins.get(group, name)) for name in plugins.names(group) if name != "spark")


def test_unknown_name_lists_the_choices():
    """The user sees what there is."""
    with pytest.raises(UnknownNameError, match=r"no format named 'pdf'; choose from: .*turtle"):
        plugins.get("kg.exporters", "pdf")
