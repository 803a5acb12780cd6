"""Tables of coverage: which article covers which event, the evidence for it, and events that only articles tell of."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Table, UniqueConstraint

from storage.columns import flag, fraction, key, large, one_of, part_of, position, reference, text, time, whole
from storage.models.schema import metadata

RELATIONS = ("announces", "reports", "recaps", "mentions")
VERDICTS = ("confirmed", "rejected")

coverage = Table(
    "coverage",
    metadata,
    key("number of the link"),
    reference("article_id", "articles.id", "article that covers", null=False, index=False),
    reference("event_id", "events.id", "event or session that is covered", null=False),
    reference("moved_from_id", "events.id", "event it was decided for, where that was since found to be the same as event_id", index=False),
    reference("revision_id", "article_revisions.id", "reading of the article that it was decided on", null=False),
    text("relation", "announces, reports, recaps or mentions", null=False),
    fraction("score", "how sure it is, from 0 to 1", null=False),
    text("rule", "rule that decided, or verdict where only a person says so", null=False),
    text("verdict", "confirmed or rejected by a person; null where nobody has looked"),
    time("verdict_at", "when the person decided"),
    text("verdict_by", "who decided"),
    text("rules", "version of the rules that linked it", null=False),
    time("linked_at", "when it was linked as it is", null=False),
    UniqueConstraint("article_id", "event_id"),
    CheckConstraint(one_of("relation", RELATIONS), name="relation"),
    CheckConstraint(one_of("verdict", VERDICTS), name="verdict"),
    comment="links from articles to the events they cover; rejected ones stay, so that they are not made again",
)

coverage_evidence = Table(
    "coverage_evidence",
    metadata,
    part_of("coverage_id", "coverage.id", "link it speaks for"),
    position("order, the weightiest first, from 0"),
    text("kind", "what it is: name, edition, date, place, speaker, link …", null=False),
    text("field", "field of the article's revision it was read in: headline, text, tags …", null=False),
    text("quote", "what stands there, as printed"),
    whole("start", "where the quote begins, in code points of that field; null where the field is no text"),
    whole("end", "where the quote ends, in code points of that field, exclusive"),
    fraction("weight", "what it added to the score; below 0 where it speaks against the link", null=False),
    comment="what each link rests on",
)

told_events = Table(
    "told_events",
    metadata,
    part_of("event_id", "events.id", "event that is told of"),
    part_of("article_id", "articles.id", "article that tells of it"),
    text("field", "field of the article where it is named", null=False),
    text("quote", "its name as printed", null=False),
    whole("start", "where the name begins, in code points of that field", null=False),
    whole("end", "where the name ends, in code points of that field, exclusive", null=False),
    whole("attendees", "how many came, as far as told"),
    whole("length_days", "how many days it lasts, as far as told"),
    flag("apart", "a person said that it is not the described event it was merged with"),
    time("told_at", "when the article was read so", null=False),
    comment="which articles told of an event before any source described it",
)

coverage_events = Table(
    "coverage_events",
    metadata,
    part_of("event_id", "events.id", "event that linking knows"),
    large("revision", "number of the reading of the event that it knows"),
    comment="which reading of each event the articles were linked with",
)
