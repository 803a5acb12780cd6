"""The wheel holds all that the commands need: built, installed into a fresh environment, tried from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")  # one worker, so that what all look at is made once

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy of the sources so that nothing is left beside them."""
    place = tmp_path_factory.mktemp("wheel")
    sources = place / "sources"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name] or [p for p in ROOT.rglob("*") if ".venv" not in p.parts]
    for file in files:
        if file.is_file():
            copy = sources / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, sources],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder of the scripts of an environment that has the wheel, and for its requirements looks into this one."""
    place = tmp_path_factory.mktemp("fresh")
    venv.create(place, with_pip=False, symlinks=True)
    (packages,) = place.glob("lib/python*/site-packages")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", place / "bin" / "python", "install", "-q", "--no-deps", "--no-index", wheel],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (packages / "requirements.pth").write_text(f"{borrowed(place)}\n", encoding="utf-8")
    return place / "bin"


def borrowed(place):
    """A folder with this environment's packages, but without what makes the sources importable."""
    links = place / "borrowed"
    links.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if "pressrow" not in package.name.lower() and package.suffix != ".pth":
            (links / package.name).symlink_to(package)
    return links


def test_the_wheel_holds_templates_articles_and_migrations_but_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"console/demo/gold.json", "console/demo/organiser/shell.html", "console/py.typed"} <= set(names)
    assert sum(name.startswith("console/demo/") and name.endswith(".txt") for name in names) >= 24
    assert any(name.startswith("storage/migrations/versions/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "fixtures/"))]


@pytest.fixture(scope="module")
def pressrow(installed, tmp_path_factory):
    """Runs the command of the wheel in a folder that was empty, and returns what it printed."""
    folder = tmp_path_factory.mktemp("empty")
    environment = os.environ | {"PRESSROW_DB": f"sqlite:///{folder}/real.db"}

    def run(*words):
        command = [installed / "pressrow", *words]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert not (folder / "real.db").exists()  # invented articles do not belong into the database that the environment names
        return done.stdout

    return run


@pytest.fixture(scope="module")
def shown(pressrow):
    """What the first demo of the wheel printed."""
    return pressrow("demo")


def test_the_demo_runs_from_an_empty_folder_and_stores_at_least_20_articles(pressrow, shown):
    assert "Keynote" in shown
    assert "Tidewater" in shown
    assert "Veem" in shown
    listed = pressrow("articles", "--db", "sqlite:///demo.db", "--format", "jsonl")
    assert len([json.loads(line) for line in listed.splitlines()]) >= 20


def test_the_next_commands_that_the_demo_names_have_something_to_show(pressrow, shown):
    commands = shown.partition("Try next:\n")[2].splitlines()
    assert len(commands) == 4
    assert all(pressrow(*command.split()[1:]) for command in commands)


def test_the_second_demo_stores_nothing_new(pressrow, shown):
    assert shown
    assert "  0 new rows of articles and events" in pressrow("demo")
