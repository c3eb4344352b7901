"""The wheel is whole: what a user installs does the main job."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


def call(*command: str | Path, cwd: Path) -> str:
    return subprocess.run([*map(str, command)], cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by the tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("paperkg-*.whl"))


@pytest.mark.slow
def test_wheel_holds_data_and_nothing_else(wheel: Path):
    """Ontology, queries, model and wording are inside; tests and seeds are not."""
    names = ZipFile(wheel).namelist()
    wanted = ["kg/data/ontology/kg.ttl", "kg/data/ontology/shapes.ttl", "kg/reading/wording.toml", "kg/py.typed"]
    assert [name for name in wanted if name not in names] == []
    assert any(name.startswith("kg/data/models/") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"kg"}


@pytest.mark.slow
def test_installed_wheel_builds_the_seeds(wheel: Path, tmp_path: Path):
    """In an environment of its own, away from the checkout, and without a network."""
    env = tmp_path / "env"
    call(sys.executable, "-m", "venv", env, cwd=tmp_path)
    python = env / "bin" / "python"
    call(python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=tmp_path)
    # The libraries are those of this environment: a .pth adds its packages, but not the checkout that is linked there.
    site = call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    assert str(env) in call(python, "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    call(env / "bin" / "kg", "build", "seeds", "-o", "outputs", cwd=tmp_path)
    assert (tmp_path / "outputs" / "graph.ttl").stat().st_size > 10_000
    call(env / "bin" / "kg", "validate", "outputs", cwd=tmp_path)
