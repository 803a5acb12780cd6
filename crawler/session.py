"""One crawl of this process: its options, what it may ask for, what it counted so far."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.errors import SettingsError, TargetError
from crawler.normalise.urls import normalise, url_key
from crawler.scope import AddressGuard, Scope, origins_of, place_of
from crawler.sites.collection import Sites
from storage.archive_index import ArchiveIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crawler.sites.profile import Profile
    from storage.archive_index import Reach

logger = logging.getLogger(__name__)

DEFAULT_DB = "sqlite:///pressrow.db"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][0-9A-Za-z]{1,8}){0,4}")  # BCP 47; its longer first parts are not in use
PRODUCT = "pressrow"  #: the token that robots.txt knows us by
# seconds; any delay keeps few addresses in hand, so that sitemaps and feeds are read before the pages they speak of
_REPLAY_DELAY = 1e-6


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What ``pressrow crawl`` was asked to do; the defaults are the command's."""

    targets: tuple[str, ...]  #: site keys or addresses
    db: str = DEFAULT_DB
    spider: str = "site"
    sites: tuple[str, ...] = ()  #: folders or files of profiles
    allow_address: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    delay: float = 1.0  #: seconds between two requests to one origin
    concurrency: int = 1  #: requests at a time to one origin
    timeout: float = 30.0  #: seconds a request may take
    retries: int = 2
    workers: int = 0  #: 0: as many as cores
    max_pages: int | None = None
    max_depth: int | None = None
    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    contact: str | None = None
    fresh: bool = False
    refresh: bool = False
    archive: str | None = None  #: folder of the WARC files; None keeps no bodies
    replay: str | None = None  #: WARC file, or folder of them, that answers in place of the network
    page_timeout: float = 20.0  #: seconds a worker may read one page
    page_memory: int = 512  #: MB of resident memory a worker may have
    relate: bool = True  #: whether what is new is related at the end

    @classmethod
    def from_strings(cls, values: Mapping[str, Any]) -> CrawlOptions:
        """Options from ``scrapy crawl -a name=value`` arguments, where all are strings. Raises SettingsError."""
        kinds = {name: str(item.type) for name, item in cls.__dataclass_fields__.items()}
        given: dict[str, Any] = {}
        for name, value in values.items():
            kind = kinds.get(name)
            if kind is None:
                raise SettingsError(f"unknown argument {name!r}; known are {', '.join(kinds)}")
            try:
                given[name] = _cast(kind, value) if isinstance(value, str) else value
            except ValueError as error:
                raise SettingsError(f"argument {name}={value!r}: {error}") from None
        if not given.get("targets"):
            raise SettingsError("give at least one target: -a targets=https://example.org/")
        return cls(**given)

    def check(self) -> None:
        """Raise SettingsError for what would crawl and store nothing, or could not be told to a site's owner."""
        if self.since is not None and self.until is not None and self.since > self.until:
            raise SettingsError(f"--since {self.since} lies after --until {self.until}: no article could be stored")
        for tag in self.languages:
            if not _LANGUAGE.fullmatch(tag):
                raise SettingsError(f"--languages: {tag!r} is no language tag; write it like en, de or zh-Hant")
        if self.contact is not None and not (self.contact.isascii() and self.contact.isprintable()):
            raise SettingsError(f"--contact {self.contact!r}: a mail address or URL in plain characters goes into a header")


def _cast(kind: str, value: str) -> Any:
    if kind.startswith("tuple"):
        return tuple(part for part in value.replace(",", " ").split() if part)
    if kind.startswith("bool"):
        return value.lower() in {"1", "true", "yes", "on"}
    if kind.startswith("int"):
        return int(value)
    if kind.startswith("float"):
        return float(value)
    return date.fromisoformat(value) if kind.startswith("date") else value


def _replayed(options: CrawlOptions) -> CrawlOptions:
    """The options of a replay: nobody is asked, so there is no pace and no second try, and every page is taken."""
    if options.archive:
        raise SettingsError("a replay keeps no bodies, the archive has them: leave out either --archive or --replay")
    return replace(options, delay=_REPLAY_DELAY, concurrency=1, retries=0, refresh=True, fresh=True)


def _sites(places: tuple[str, ...]) -> Sites:
    """The profiles of these files and folders; without any, what reads them is not loaded."""
    if not places:
        return Sites()
    from crawler.sites.loader import load

    return load(places)


def _log_reach(reach: Reach) -> None:
    logger.info("reading the archive: %d captures, %d of %d MB", reach.captures, reach.bytes >> 20, reach.of_bytes >> 20)


def _key(url: str) -> bytes | None:
    normal = normalise(url)
    return None if normal is None else url_key(normal)


@dataclass(slots=True)
class Tally:
    """What the crawl did so far in this process."""

    pages: int = 0  #: pages read
    articles: int = 0  #: articles stored, new or seen again
    revisions: int = 0
    events: int = 0
    issues: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)  #: how addresses ended, by reason; ``stored`` without one
    unchanged: int = 0  #: pages whose body was the same as at the last capture
    requests: int = 0
    bytes: int = 0  #: as received
    origins: Counter[str] = field(default_factory=Counter)  #: answers by origin
    responses: int = 0  #: answers of any status
    retries: int = 0
    found: int = 0
    loop_lag_max_s: float = 0.0


class Session:
    """The state of a crawl that its parts share, reached at ``crawler.spider.session``."""

    def __init__(
        self,
        options: CrawlOptions,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        foreign: bool = False,
        tell: Callable[[Reach], None] | None = None,
    ) -> None:
        """``tell`` hears how far the reading of an archive to be replayed is. Raises CrawlerError, and ArchiveError for that archive."""
        if options.replay:
            options = _replayed(options)
        options.check()
        self.options = options
        self.foreign = foreign  #: of a spider that is not ours: it keeps its own scope
        self.clock = clock
        self.sites = _sites(options.sites)
        self.guard = AddressGuard.parse(options.allow_address)
        self.targets, self.profiles = ([], []) if foreign else self._targets()
        extra = [self._address(place, "--scope") for place in options.scope]
        starts = [url for url, _ in self.targets]
        self.scope = Scope(origins_of([*starts, *extra]), tuple(self.profiles))
        self.archived: ArchiveIndex | None = None  #: what answers in place of the network
        if options.replay:
            # nothing is connected to: what was asked for may be read, wherever it once lay
            self.guard = AddressGuard(self.guard.allowed | {place_of(url) for url in [*starts, *extra]}, everything=foreign)
            self.archived = ArchiveIndex.of(Path(options.replay), _key, tell or _log_reach)
            for damage in self.archived.damages:
                logger.warning("%s; what can be read is replayed", damage.detail)
        self.tally = Tally()
        self.started_at = clock()
        self.stopping: str | None = None  #: why no further address is asked for: ``interrupted``, ``budget_pages`` …
        self.asked = 0  #: pages asked for
        self.crawl_id = 0
        self.resumed_with_pages = False  #: whether an earlier run of this crawl stored pages already
        self.waiting = 0  #: addresses that waited when this process took the crawl
        self._stopped = asyncio.Event()
        self._own_delays: dict[str, float] = {}
        self.delays: dict[str, float] = {}  #: crawl delays that robots.txt files ask for, by origin

    def _targets(self) -> tuple[list[tuple[str, Profile | None]], list[Profile]]:
        """Start addresses with their profile, and the profiles of the targets. Raises TargetError."""
        starts: dict[str, Profile | None] = {}
        profiles: dict[str, Profile] = {}
        for target in self.options.targets:
            profile = self.sites.find(target)
            if profile is not None and self.options.replay:
                profile = profile.model_copy(update={"delay": None})
            if profile is not None:
                profiles[profile.key] = profile
            if profile is not None and profile.key == target:
                starts.update(dict.fromkeys(profile.starts, profile))
            else:
                starts[self._address(target, "target")] = profile
        if not starts:
            raise TargetError("no target given")
        return list(starts.items()), list(profiles.values())

    def _address(self, value: str, what: str) -> str:
        text = value.strip()
        if "://" not in text and "." in text.partition("/")[0] and not text.startswith(("/", ".")):
            text = f"https://{text}"  # a bare host, as people type it
        url = normalise(text) if "://" in text else None
        if url is None:
            near = self.sites.nearest(text)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise TargetError(f"{what} {value!r} is no http(s) address{' and no known site key' if what == 'target' else ''}{hint}")
        return url

    @property
    def profile_hash(self) -> str:
        """What the targets' profiles say, as one digest; empty without any."""
        text = "\n".join(profile.model_dump_json(by_alias=True) for profile in self.profiles)
        return blake2b(text.encode(), digest_size=16).hexdigest() if text else ""

    @property
    def is_public(self) -> bool:
        """Whether a target lies on somebody else's machine."""
        return any(place_of(url) not in self.guard.allowed for url, _ in self.targets)

    @property
    def max_pages(self) -> int | None:
        """How many pages the crawl may ask for: the smallest of what the options and the targets' profiles say."""
        limits = [profile.max_pages for profile in self.profiles if profile.max_pages is not None]
        if self.options.max_pages is not None:
            limits.append(self.options.max_pages)
        return min(limits, default=None)

    def interrupt(self) -> None:
        """Ask for nothing further; whoever sleeps wakes up."""
        self.stopping = "interrupted"
        self._stopped.set()

    @property
    def interrupted(self) -> bool:
        """Whether the crawl is to end at once and to be resumed later."""
        return self._stopped.is_set()

    async def sleep(self, seconds: float) -> None:
        """Sleep, but no longer than until the crawl is interrupted."""
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except TimeoutError:
            return

    def delay_of(self, place: str) -> float:
        """Seconds between two requests to an origin: the longest of what was asked for here, in the profile, and in its robots.txt."""
        own = self._own_delays.get(place)
        if own is None:
            profile = self.scope.profile_for(place + "/")
            own = self._own_delays[place] = profile.delay if profile is not None and profile.delay is not None else self.options.delay
        return max(own, self.delays.get(place, 0.0))

    @property
    def user_agent(self) -> str:
        """Who asks, with the operator's contact."""
        contact = f" (+{self.options.contact})" if self.options.contact else ""
        return f"{PRODUCT}/{version('pressrow')}{contact}"

    @property
    def archive_dir(self) -> Path | None:
        """Where WARC files go."""
        return Path(self.options.archive) if self.options.archive else None


def session_of(crawler: Any) -> Session:
    """The session of a crawler's spider; one of somebody else's gets a session that leaves its scope and targets to it.

    Its options are Scrapy's settings (delay, concurrency, time-out, tries again) and ``PRESSROW_ALLOW_ADDRESS``,
    ``PRESSROW_CONTACT``, ``PRESSROW_ARCHIVE`` and ``PRESSROW_REPLAY``. Raises CrawlerError, ArchiveError.
    """
    spider = crawler.spider  # None in Scrapy's shell, which makes its spider late
    session: Session | None = getattr(spider, "session", None) or getattr(crawler, "session", None)
    if session is None:
        session = crawler.session = Session(_foreign_options(crawler.settings, getattr(spider, "name", "shell")), foreign=True)
    if spider is not None:
        spider.session = session
    return session


def _foreign_options(settings: Any, name: str) -> CrawlOptions:
    return CrawlOptions(
        targets=(),
        spider=name,
        delay=settings.getfloat("DOWNLOAD_DELAY"),
        concurrency=max(settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"), 1),
        timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
        retries=settings.getint("RETRY_TIMES"),
        allow_address=tuple(settings.getlist("PRESSROW_ALLOW_ADDRESS")),
        contact=settings.get("PRESSROW_CONTACT"),
        archive=settings.get("PRESSROW_ARCHIVE"),
        replay=settings.get("PRESSROW_REPLAY"),
    )
