"""Reads profiles from TOML files, one file a site."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from crawler.errors import ProfileError
from crawler.sites.collection import Sites
from crawler.sites.profile import Layout, Profile
from crawler.sites.zones import known_zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 256 * 1024  #: bytes of one profile
_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.\"' -]+?)\s*\]\]?")


def load(paths: Iterable[str | Path]) -> Sites:
    """Return the profiles of the files and folders given, in the order of the paths, files of a folder by name.

    Raises :class:`ProfileError` for the first profile that cannot be read, a path that does not exist, and a key
    that two files use.
    """
    profiles: list[Profile] = []
    files: dict[str, str] = {}
    for path in _files(paths):
        profile = read(path)
        if profile.key in files:
            line = _line(path.read_text(encoding="utf-8", errors="replace"), ("key",))
            raise ProfileError(f"already used by {files[profile.key]}", file=str(path), line=line, key="key")
        files[profile.key] = str(path)
        profiles.append(profile)
    return Sites(tuple(profiles), files)


def check(paths: Iterable[str | Path]) -> list[ProfileError]:
    """Return every fault of the profiles given, all of each file; an empty list means that ``load`` succeeds."""
    faults: list[ProfileError] = []
    keys: dict[str, Path] = {}
    try:
        files = list(_files(paths))
    except ProfileError as error:
        return [error]
    for path in files:
        try:
            text, values = _parse(path)
            profile = Profile.model_validate(values)
        except ProfileError as error:
            faults.append(error)
        except ValidationError as error:
            faults.extend(_faults(error, path, text))
        else:
            if keys.setdefault(profile.key, path) != path:
                faults.append(ProfileError(f"already used by {keys[profile.key]}", file=str(path), line=_line(text, ("key",)), key="key"))
    return faults


def read(path: Path) -> Profile:
    """Return the profile of one file; raise :class:`ProfileError` with file, line and key for its first fault."""
    text, values = _parse(path)
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        raise _faults(error, path, text)[0] from None


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            try:
                yield from sorted(p for p in path.iterdir() if p.suffix == ".toml" and p.is_file())
            except OSError as error:  # where it may not be looked into, a pattern would find nothing in silence
                raise ProfileError(error.strerror or str(error), file=str(path)) from error
        elif path.is_file():
            yield path
        else:
            raise ProfileError("no such file or folder", file=str(path))


def _parse(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise ProfileError(f"larger than {LARGEST // 1024} kB", file=str(path))
        text = body.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise ProfileError(f"cannot be read: {error.strerror or error}", file=str(path)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ProfileError("not UTF-8", file=str(path), line=line) from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        where = re.search(r"\(at line (\d+), column \d+\)", str(error))
        last = text.count("\n") + 1
        message = re.sub(r" ?\(at .*\)\Z", "", str(error))
        raise ProfileError(f"not TOML: {message}", file=str(path), line=int(where[1]) if where else last) from None


def _faults(error: ValidationError, path: Path, text: str) -> list[ProfileError]:
    """Every fault of one file, in the order of its lines."""
    faults = []
    for fault in error.errors(include_url=False):
        place = tuple(part for part in fault["loc"] if not isinstance(part, int) or part >= 0)
        keys = _keys(place)
        name = str(place[-1]) if place else ""
        message = str(fault["msg"]).removeprefix("Value error, ")
        message = (message[:1].lower() + message[1:]).replace("a valid tuple", "a list")
        if fault["type"] == "extra_forbidden":
            model: type[BaseModel] = Layout if place[0] == "layouts" else Profile
            near = difflib.get_close_matches(name, _names(model), n=1, cutoff=0.5)
            message = "unknown key" + (f", did you mean {near[0]}?" if near else f"; known are {', '.join(_names(model))}")
        elif fault["type"] == "missing":
            message = "missing"
        elif fault["type"] == "literal_error":
            message += _nearest_value(fault)
        elif name == "time_zone" and isinstance(fault.get("input"), str):
            message += _nearest_zone(str(fault["input"]))
        line = _line(text, keys)
        faults.append(ProfileError(message, file=str(path), line=line, key=_dotted(keys)))
    return sorted(faults, key=lambda f: f.line or 0)


def _nearest_value(fault: Any) -> str:
    values = re.findall(r"'([^']+)'", str(fault.get("ctx", {}).get("expected", "")))
    near = difflib.get_close_matches(str(fault.get("input")), values, n=1, cutoff=0.4)
    return f", did you mean {near[0]}?" if near else ""


def _nearest_zone(value: str) -> str:
    near = difflib.get_close_matches(value[:100], sorted(known_zones()), n=1, cutoff=0.6)
    return f", did you mean {near[0]}?" if near else ""


def _names(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _keys(place: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The part of a pydantic location that names keys of the file: ``("layouts", 1, "headline")``, not the place in a list."""
    if place[:1] == ("layouts",):
        return place[:3]
    return place[:1]


def _dotted(keys: tuple[int | str, ...]) -> str:
    return "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in keys).lstrip(".")


def _line(text: str, keys: tuple[int | str, ...]) -> int:
    """The line on which a key stands; of a missing key, the line of its table; 1 where neither is found."""
    table = str(keys[0]) if len(keys) > 1 else ""
    wanted = keys[1] if len(keys) > 1 and isinstance(keys[1], int) else 0
    name = str(keys[-1]) if keys else ""
    seen, current, fallback, bare = -1, "", 1, None
    inline: int | None = None  # place in an array of inline tables, once it began
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header and not re.match(r"\s*\[.*\]\s*=", line):
            current = header[1].strip("\"' ")
            if current == table:
                seen += 1
            if current in (table, name) and seen in (wanted, -1):
                fallback = number
                if current == name and len(keys) == 1:
                    return number
        elif re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            if current == table and (not table or seen == wanted):
                return number
            bare = bare or number
        elif table and not current and re.match(rf"\s*[\"']?{re.escape(table)}[\"']?\s*=", line):
            fallback = number  # layouts written as an array of inline tables
            inline = line.count("{") - 1
        elif inline is not None and inline < wanted and not current and line.lstrip().startswith("{"):
            inline += 1
            fallback = number
    return bare if bare and fallback == 1 and table else fallback
