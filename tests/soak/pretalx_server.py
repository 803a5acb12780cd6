"""Runs a real pretalx with its own demo event: ``python tests/soak/pretalx_server.py [--python PY] FOLDER PORT``.

PY is a Python that has pretalx and faker (``python -m venv V && V/bin/pip install pretalx faker``); FOLDER keeps its database.
Prints a line of JSON with the event's address and all that is true of its programme, then serves until it is ended.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

CONFIG = """[filesystem]
data = {folder}
[site]
debug = True
url = http://127.0.0.1:{port}
[database]
backend = sqlite3
name = {folder}/db.sqlite3
"""
TRUTH = """
import json
import django
django.setup()
from django_scopes import scopes_disabled
with scopes_disabled():
    from pretalx.event.models import Event
    event = Event.objects.first()
    talks = event.current_schedule.talks.filter(is_visible=True, submission__isnull=False).order_by("start")
    sessions = [
        {"name": t.submission.title, "starts_at": t.start.isoformat(), "ends_at": t.real_end.isoformat(),
         "room": str(t.room.name) if t.room else None, "speakers": sorted(s.name for s in t.submission.speakers.all())}
        for t in talks
    ]
    print("TRUTH " + json.dumps({"slug": event.slug, "name": str(event.name), "starts_at": str(event.date_from),
                                 "ends_at": str(event.date_to), "time_zone": event.timezone, "sessions": sessions}))
"""


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--python", default=os.environ.get("PRESSROW_PRETALX_PYTHON", sys.executable), help="a Python that has pretalx")
    given.add_argument("folder", type=Path)
    given.add_argument("port", type=int)
    wanted = given.parse_args()
    folder = wanted.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "pretalx.cfg"
    config.write_text(CONFIG.format(folder=folder, port=wanted.port), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment = kept | {
        "PRETALX_CONFIG_FILE": str(config),
        "DJANGO_SETTINGS_MODULE": "pretalx.settings",
        "PRETALX_INIT_ORGANISER_NAME": "Demo",
        "PRETALX_INIT_ORGANISER_SLUG": "demo",
        "DJANGO_SUPERUSER_EMAIL": "someone@pretalx.example",
        "DJANGO_SUPERUSER_PASSWORD": "for-the-loopback-only-1",
    }

    def run(*arguments: str) -> str:
        done = subprocess.run([wanted.python, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout[-2_000], done.stderr[-2_000], sep="\n", file=sys.stderr)
            raise SystemExit(done.returncode)
        return done.stdout

    if not (folder / "made").exists():
        run("-m", "pretalx", "migrate")
        run("-m", "pretalx", "init", "--noinput")
        run("-m", "pretalx", "create_test_event", "--stage", "schedule")
        (folder / "made").touch()
    print(next(line for line in run("-c", TRUTH).splitlines() if line.startswith("TRUTH ")).removeprefix("TRUTH "), flush=True)
    command = [wanted.python, "-m", "pretalx", "runserver", "--noreload", f"127.0.0.1:{wanted.port}"]
    os.chdir(folder)
    os.execvpe(command[0], command, environment)


if __name__ == "__main__":
    sys.exit(main())
