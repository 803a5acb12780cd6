"""docs/extraction.md names the rules and issue classes that the program has, and no others."""

from __future__ import annotations

import ast
import json
import re
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import click
import pytest

from console.cli.extract import FIELDS
from console.cli.program import program
from crawler import reading
from crawler.errors import FAILED_REASONS, SKIPPED_REASONS
from crawler.extract.markup import FORMS
from crawler.items import Capture
from crawler.items.issues import ISSUE_CLASSES
from crawler.workers.explaining import EVIDENCE

ROOT = Path(__file__).parent.parent
DOC = (ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
SOURCES = {path: path.read_text(encoding="utf-8") for folder in ("crawler", "storage") for path in sorted((ROOT / folder).rglob("*.py"))}


def section(title):
    return re.split(r"^#{2,3} ", DOC.partition(f"# {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def named(title):
    """The names in the first column of a section's table."""
    return [name for cell in re.findall(r"^\| (`[^|]+) \|", section(title), re.MULTILINE) for name in re.findall(r"`([^`]+)`", cell)]


RULES, BLOCK_RULES = named("Rules"), named("Blocks")


@pytest.fixture(scope="module")
def seen():
    """Every rule of a candidate, provenance and block on the recorded pages."""
    rules, blocks = set(), set()
    for path in sorted((ROOT / "fixtures").glob("*/*/page.*")):
        meta = json.loads((path.parent / "meta.json").read_text(encoding="utf-8"))
        kept = reading.Kept()
        page = reading.read(Capture(url=meta["url"], body=path.read_bytes(), captured_at=datetime(2026, 1, 1, tzinfo=UTC)), keep=kept)
        rules |= {candidate.rule for candidates in kept.evidence.values() for candidate in candidates}
        rules |= {entry.rule for entry in page.provenance.values()}
        blocks |= {block.rule for block in kept.blocks}
        assert {issue.cls for issue in page.issues} <= {*ISSUE_CLASSES, *FAILED_REASONS, *SKIPPED_REASONS}
    return rules, blocks


def test_every_rule_met_on_the_recorded_pages_is_named(seen):
    rules, blocks = seen
    assert len(rules) > 30
    assert [rule for rule in sorted(rules) if not any(fnmatchcase(rule, name) for name in RULES)] == []
    assert [rule for rule in sorted(blocks) if not any(fnmatchcase(rule, name) for name in (*BLOCK_RULES, *RULES))] == []


@pytest.mark.parametrize("name", [*RULES, *BLOCK_RULES])
def test_every_rule_named_is_one_of_the_program(name):
    kind, colon, detail = name.rstrip("*").partition(":")
    code = "".join(SOURCES.values())
    assert kind.rstrip("+") in code
    assert f"{kind}{colon}" in code or f'"{kind}"' in code
    assert not detail or name in code or f'"{detail}"' in code or detail in {"h1", "h2", "h3"}


def classes_in_the_code():
    """What is told literally: the first argument of ``Issue`` and ``issue``, and each constant of a ``problem``."""
    for path, source in SOURCES.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in {"Issue", "issue"} and node.args:
                    for part in ast.walk(node.args[0]):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield part.value, f"{path.name}:{node.lineno}"


def test_the_code_tells_no_issue_of_another_class():
    known = {*ISSUE_CLASSES, *FAILED_REASONS, *SKIPPED_REASONS}
    assert [(cls, place) for cls, place in classes_in_the_code() if cls not in known] == []


@pytest.mark.parametrize("cls", ISSUE_CLASSES)
def test_every_issue_class_is_told_somewhere(cls):
    assert any(f'"{cls}"' in source for path, source in SOURCES.items() if path.name != "issues.py" or path.parent.name != "items")


def test_the_table_of_issue_classes_is_that_of_the_program():
    told = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", section("Issues"), re.MULTILINE))
    assert told == ISSUE_CLASSES


def test_the_fields_and_forms_of_the_command_are_those_of_the_reading():
    assert tuple(EVIDENCE) == FIELDS
    command = program.get_command(click.Context(program), "extract")
    (body,) = [option for option in command.params if option.name == "body"]
    assert tuple(body.type.choices) == FORMS
