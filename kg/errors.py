"""What can go wrong, drawn as a tree.

KgError
├── UsageError            unusable arguments or configuration (exit code 2)
│   ├── ConfigError       kg.toml, an environment variable or a flag says what cannot be
│   └── UnknownNameError  no plug-in, format, query or predicate of that name; lists the choices
├── InputError            unusable input (exit code 2)
│   └── RecordError       one record can't be read; the rest goes on (exit code 3, or 2 when strict)
├── PipelineError         components that don't fit together
├── OntologyError         ontology/ says what cannot be
└── QueryError            a query that is wrong, forbidden, or over its limits
    └── QueryTimeoutError stopped at its time limit
"""

from __future__ import annotations


class KgError(Exception):
    """Any error of ours: catch this to catch them all."""


class UsageError(KgError):
    """Arguments or configuration that can't be used; the message says which and what would do."""


class ConfigError(UsageError):
    """A configuration file, environment variable or flag holds an unknown key or a wrong value."""


class UnknownNameError(UsageError):
    """No such name: `choices` holds the known ones."""

    def __init__(self, kind: str, name: str, choices: list[str]) -> None:
        """Say what kind of name is unknown, and what the choices are."""
        self.kind, self.name, self.choices = kind, name, sorted(choices)
        super().__init__(f"no {kind} named {name!r}; choose from: {', '.join(self.choices)}")


class InputError(KgError):
    """Input that can't be used at all: a missing file, a file that is no text."""


class RecordError(InputError):
    """One record can't be read: `path`, `line`, what is wrong and what to do."""

    def __init__(self, path: str, line: int, reason: str, remedy: str = "") -> None:
        """Keep the place, so that a report can name it."""
        self.path, self.line, self.reason, self.remedy = path, line, reason, remedy
        super().__init__(f"{path}:{line}: {reason}" + (f"; {remedy}" if remedy else ""))


class PipelineError(KgError):
    """Components that don't fit: one needs what no earlier one assigns."""


class OntologyError(KgError):
    """The ontology folder holds what the graph can't be built from."""


class QueryError(KgError):
    """A query that is malformed, forbidden (update, SERVICE, LOAD, FROM) or over a limit."""


class QueryTimeoutError(QueryError):
    """A query that was stopped at its time limit."""
