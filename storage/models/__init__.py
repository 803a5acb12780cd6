"""The tables of the database: crawls and pages, articles, events, what was found about them, and schedules.

Every reading of a page is kept: ``pages`` have ``captures``; ``articles`` and ``events`` have revisions of which one
is current. Times are UTC; a day (``…_on``) is local to what it describes; a value (``…_value``) is the ISO string as
printed in listings.
"""

from storage.models.articles import article_revisions, articles, people, revision_authors, revision_images, revision_tags
from storage.models.coverage import coverage, coverage_events, coverage_evidence, told_events
from storage.models.crawls import captures, crawls, feeds, frontier, pages, sites
from storage.models.events import event_aliases, event_identities, event_people, event_revisions, event_sources, events, venues
from storage.models.findings import issues
from storage.models.groups import cluster_links, cluster_members, clusters, print_keys, prints, revision_alternates, translations
from storage.models.merges import people_merges, person_keys, person_verdicts
from storage.models.relating import related, related_marks
from storage.models.schedules import jobs, schedules
from storage.models.schema import metadata
from storage.models.upkeep import removals

__all__ = [
    "article_revisions",
    "articles",
    "captures",
    "cluster_links",
    "cluster_members",
    "clusters",
    "coverage",
    "coverage_events",
    "coverage_evidence",
    "crawls",
    "event_aliases",
    "event_identities",
    "event_people",
    "event_revisions",
    "event_sources",
    "events",
    "feeds",
    "frontier",
    "issues",
    "jobs",
    "metadata",
    "pages",
    "people",
    "people_merges",
    "person_keys",
    "person_verdicts",
    "print_keys",
    "prints",
    "related",
    "related_marks",
    "removals",
    "revision_alternates",
    "revision_authors",
    "revision_images",
    "revision_tags",
    "schedules",
    "sites",
    "told_events",
    "translations",
    "venues",
]
