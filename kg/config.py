"""Settings: one frozen dataclass; flags over environment over file over defaults.

The file is ``kg.toml``, or the table ``[tool.kg]`` of ``pyproject.toml``, in the working folder. Each key may also
stand in the environment, as ``KG_`` and the key in capitals (``KG_JOBS=4``, ``KG_FORMATS=turtle,html``).
"""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_BASE = "https://w3id.org/paperkg/id/"
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


@dataclass(frozen=True, slots=True)
class Config:
    """What can be set; each default stands here and nowhere else.

    >>> Config(jobs=4).formats
    ('html',)
    """

    sources: tuple[str, ...] = ()
    """What `kg build` reads when no source is named."""
    output: str = "outputs"
    """The folder that `kg build` writes to."""
    formats: tuple[str, ...] = ("html",)
    """Formats to write besides graph.ttl, evidence.ttl, extractions.jsonl and report.json."""
    base: str = DEFAULT_BASE
    """What the addresses of things begin with."""
    jobs: int = 1
    """How many processes extract."""
    engine: str = "local"
    """How extraction is spread: ``local`` for processes, ``spark`` for a cluster."""
    strict: bool = False
    """Whether a record that can't be read stops the build."""
    decisions: str = ""
    """A file of people's decisions on what is the same (``resolution.toml``); empty for none."""
    authority: tuple[str, ...] = ()
    """Vocabularies in RDF (SKOS, OWL) to whose concepts things are linked by label."""
    min_confidence: float = 0.0
    """Facts, results and quantities of a lower confidence are left out of the graph."""
    add_components: tuple[str, ...] = ()
    """Components of your own, by their factory's name, to put at the pipeline's end."""
    drop_components: tuple[str, ...] = ()
    """Components of the pipeline to leave out."""
    components: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Settings of each component, by its name; the component checks them."""


def load(path: str | Path | None = None, **flags: object) -> Config:
    """Return the settings: `flags` that are not None over ``KG_*`` over the file over the defaults.

    Raises ConfigError for an unknown key or a wrong value, and for a `path` that isn't there.
    """
    config = _with(Config(), _file(path))
    config = _with(config, {key: (value, f"KG_{key.upper()}") for key, value in _environment().items()})
    given = {key: (value, f"--{key}") for key, value in flags.items() if value is not None and value != ()}
    return _checked(_with(config, given))


def _with(config: Config, values: Mapping[str, tuple[object, str]]) -> Config:
    known = {entry.name: getattr(config, entry.name) for entry in fields(Config)}
    changes = {}
    for key, (value, where) in values.items():
        name = key.replace("-", "_")
        if name not in known:
            raise ConfigError(f"{where}: no setting named {key!r}{_nearest(name, list(known))}")
        changes[name] = _converted(value, getattr(Config(), name), f"{where}: {key}")
    return replace(config, **changes)


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{hint} The settings are: {', '.join(sorted(known))}"


def _converted(value: object, default: object, where: str) -> Any:  # noqa: ANN401 - of the default's type
    """The value in its setting's type; text, as the environment gives it, is read."""
    if isinstance(default, bool):
        return _switch(value, where)
    if isinstance(default, (int, float)):
        return _number(value, type(default), where)
    if isinstance(default, tuple):
        parts = value.split(",") if isinstance(value, str) else value
        if isinstance(parts, (list, tuple)) and all(isinstance(part, str) for part in parts):
            return tuple(part.strip() for part in parts if part.strip())
        raise ConfigError(f"{where} is {value!r}; it must be a list of texts")
    if isinstance(default, str) and isinstance(value, (str, Path)):
        return str(value)
    if isinstance(default, dict) and isinstance(value, dict) and all(isinstance(part, dict) for part in value.values()):
        return value
    raise ConfigError(f"{where} is {value!r}; it must be {'text' if isinstance(default, str) else 'a table of tables'}")


def _switch(value: object, where: str) -> bool:
    text = str(value).lower()
    if isinstance(value, bool) or (isinstance(value, str) and text in _TRUE | _FALSE):
        return text in _TRUE
    raise ConfigError(f"{where} is {value!r}; it must be true or false")


def _number(value: object, kind: type[int | float], where: str) -> int | float:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        try:
            return kind(value) if isinstance(value, str) or kind(value) == value else kind("no whole number")
        except ValueError:
            pass
    raise ConfigError(f"{where} is {value!r}; it must be a {'whole ' if kind is int else ''}number")


def _file(path: str | Path | None) -> dict[str, tuple[object, str]]:
    if path is not None and not Path(path).is_file():
        raise ConfigError(f"no such configuration file: {path}")
    for file in [Path(path)] if path is not None else [Path("kg.toml"), Path("pyproject.toml")]:
        table = _table(file) if file.is_file() else None
        if table is not None:
            return {key: (value, str(file)) for key, value in table.items()}
    return {}


def _table(file: Path) -> dict[str, Any] | None:
    """The settings of a file; None where it is a pyproject.toml without any."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if file == Path("pyproject.toml"):
            return None
        raise ConfigError(f"{file}: can't be read as TOML: {error}") from error
    return data.get("tool", {}).get("kg") if file.name == "pyproject.toml" else data


def _environment() -> dict[str, str]:
    names = {entry.name for entry in fields(Config)}
    given = {key.removeprefix("KG_").lower(): value for key, value in os.environ.items() if key.startswith("KG_")}
    return {key: value for key, value in given.items() if key in names}


def _checked(config: Config) -> Config:
    if config.jobs < 1:
        raise ConfigError(f"jobs is {config.jobs}; it must be at least 1")
    if not 0 <= config.min_confidence <= 1:
        raise ConfigError(f"min_confidence is {config.min_confidence}; it must lie between 0 and 1")
    if not config.base.startswith(("http://", "https://", "urn:")) or config.base[-1] not in "/#:":
        raise ConfigError(f"base is {config.base!r}; it must begin with http:// or https:// and end in / or #")
    return config
