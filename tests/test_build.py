"""The build's own files fit together: requirements are pinned, every check has its target, nothing names a machine."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
}
REQUIRED = [*PROJECT["dependencies"], *(item for extra in PROJECT["optional-dependencies"].values() for item in extra)]


@pytest.mark.parametrize("text", sorted(set(REQUIRED)))
def test_every_requirement_is_pinned_to_a_version_that_it_allows(text):
    required = Requirement(text)
    version = PINNED.get(canonicalize_name(required.name))
    assert version is not None
    assert required.specifier.contains(version, prereleases=True)


def test_the_checks_of_the_build_are_targets_of_make():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    checks = set(re.search(r"for check in ([a-z ]+);", run)[1].split())
    assert checks == {"lint", "types", "layers", "test"}
    assert checks <= targets


@pytest.mark.parametrize("script", ["run", "setup"])
def test_the_scripts_of_the_build_can_be_run(script):
    assert os.access(ROOT / ".ci" / script, os.X_OK)


def test_set_up_asks_for_a_purpose_and_for_a_fitting_python(tmp_path):
    setup = ROOT / ".ci" / "setup"
    for path in ("pyproject.toml", "constraints.txt"):
        (tmp_path / path).write_text("", encoding="utf-8")
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "setup").write_bytes(setup.read_bytes())
    for words, environment, part in (([], {}, "say run or dev"), (["run"], {"PYTHON": "/bin/false"}, "PYTHON=/bin/false")):
        done = subprocess.run(
            ["/bin/sh", tmp_path / ".ci" / "setup", *words], env=os.environ | environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert part in done.stderr
    assert not (tmp_path / ".venv").exists()
