"""The way through the house: sources in, a graph out. The only package that sees every room."""

from __future__ import annotations

import sys
from types import ModuleType

from kg.build.way import Plan, build, build_to, default_sources, extract_from, plan

__all__ = ["Plan", "build", "build_to", "default_sources", "extract_from", "plan"]


class _Callable(ModuleType):
    """A module that is called as its main function, since ``kg.build`` is the name of both."""

    __call__ = staticmethod(build)


# Importing this package puts it into kg's namespace as `build`, over the function that kg offers by that name.
sys.modules[__name__].__class__ = _Callable
