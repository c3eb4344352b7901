"""Settings and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.config import Config, load
from kg.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("KG_JOBS", "KG_FORMATS", "KG_STRICT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_flags_stand_over_environment_over_file_over_defaults(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """The nearer to the user, the stronger."""
    (folder / "kg.toml").write_text('jobs = 2\nformats = ["gexf"]\nengine = "local"\noutput = "file"\n')
    monkeypatch.setenv("KG_JOBS", "3")
    monkeypatch.setenv("KG_FORMATS", "html, graphml")
    config = load(output="flag", jobs=None)
    assert (config.jobs, config.formats, config.output) == (3, ("html", "graphml"), "flag")
    assert config.base == Config().base


def test_settings_may_stand_in_pyproject(folder: Path):
    """[tool.kg] is read where there is no kg.toml."""
    (folder / "pyproject.toml").write_text("[tool.kg]\nstrict = true\n[tool.kg.components.kg_facts]\nmax_gap = 8\n")
    assert load().strict
    assert load().components == {"kg_facts": {"max_gap": 8}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("job = 2", "kg.toml: no setting named 'job'; did you mean jobs?"),
        ("jobs = 0", "jobs is 0; it must be at least 1"),
        ("jobs = 1.5", "kg.toml: jobs is 1.5; it must be a whole number"),
        ('strict = "perhaps"', "must be true or false"),
        ("formats = [1]", "must be a list of texts"),
        ("output = 5", "must be text"),
        ("components = 5", "must be a table of tables"),
        ("min_confidence = 2", "must lie between 0 and 1"),
        ('base = "things"', "must begin with http"),
        ("jobs", "can't be read as TOML"),
    ],
)
def test_wrong_settings_are_named(folder: Path, text: str, message: str):
    """The error says which, where, and what would do."""
    (folder / "kg.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        load()
    assert message in str(error.value)


def test_missing_file_of_settings_is_an_error():
    """A file that was asked for must be there."""
    with pytest.raises(ConfigError, match=r"no such configuration file: absent\.toml"):
        load("absent.toml")
