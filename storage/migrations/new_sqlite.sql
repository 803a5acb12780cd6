CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE crawls (
	id INTEGER NOT NULL,
	target_key TEXT NOT NULL,
	targets JSON,
	spider TEXT NOT NULL,
	owner TEXT,
	epoch INTEGER DEFAULT '1' NOT NULL,
	heartbeat_at VARCHAR(27),
	started_at VARCHAR(27) NOT NULL,
	finished_at VARCHAR(27),
	reason TEXT,
	exit_code INTEGER,
	report JSON,
	software_version TEXT NOT NULL,
	profile_hash TEXT,
	options JSON,
	CONSTRAINT pk_crawls PRIMARY KEY (id)
);
CREATE INDEX ix_crawls_started_at ON crawls (started_at);
CREATE INDEX ix_crawls_target_key ON crawls (target_key);
CREATE TABLE sites (
	id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	home_url TEXT,
	name TEXT,
	kind TEXT,
	language TEXT,
	time_zone TEXT,
	first_seen_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_sites PRIMARY KEY (id),
	CONSTRAINT uq_sites_key UNIQUE ("key")
);
CREATE TABLE venues (
	id INTEGER NOT NULL,
	venue_key BLOB NOT NULL,
	name TEXT,
	address TEXT,
	locality TEXT,
	region TEXT,
	country TEXT,
	CONSTRAINT pk_venues PRIMARY KEY (id),
	CONSTRAINT uq_venues_venue_key UNIQUE (venue_key)
);
CREATE TABLE feeds (
	id INTEGER NOT NULL,
	site_id INTEGER,
	url_key BLOB NOT NULL,
	url TEXT NOT NULL,
	format TEXT,
	title TEXT,
	etag TEXT,
	last_modified TEXT,
	body_digest BLOB,
	failures INTEGER DEFAULT '0' NOT NULL,
	first_seen_at VARCHAR(27) NOT NULL,
	last_seen_at VARCHAR(27),
	next_poll_at VARCHAR(27),
	CONSTRAINT pk_feeds PRIMARY KEY (id),
	CONSTRAINT fk_feeds_site_id FOREIGN KEY(site_id) REFERENCES sites (id),
	CONSTRAINT uq_feeds_url_key UNIQUE (url_key)
);
CREATE INDEX ix_feeds_next_poll_at ON feeds (next_poll_at);
CREATE INDEX ix_feeds_site_id ON feeds (site_id);
CREATE TABLE frontier (
	id INTEGER NOT NULL,
	crawl_id INTEGER NOT NULL,
	url_key BLOB NOT NULL,
	url TEXT NOT NULL,
	answered_url TEXT,
	origin TEXT NOT NULL,
	pattern TEXT NOT NULL,
	depth INTEGER DEFAULT '0' NOT NULL,
	priority INTEGER DEFAULT '0' NOT NULL,
	kind TEXT NOT NULL,
	always BOOLEAN NOT NULL,
	state TEXT NOT NULL,
	reason TEXT,
	status INTEGER,
	tries INTEGER DEFAULT '0' NOT NULL,
	lost INTEGER DEFAULT '0' NOT NULL,
	found_on TEXT,
	hints JSON,
	due_at VARCHAR(27),
	added_at VARCHAR(27),
	closed_at VARCHAR(27),
	CONSTRAINT pk_frontier PRIMARY KEY (id),
	CONSTRAINT ck_frontier_state CHECK (state IN ('waiting', 'leased', 'done', 'failed', 'skipped')),
	CONSTRAINT fk_frontier_crawl_id FOREIGN KEY(crawl_id) REFERENCES crawls (id),
	CONSTRAINT uq_frontier_crawl_id_url_key UNIQUE (crawl_id, url_key)
);
CREATE INDEX ix_frontier_lease ON frontier (crawl_id, state, origin, depth, priority DESC, id);
CREATE TABLE pages (
	id INTEGER NOT NULL,
	site_id INTEGER NOT NULL,
	url_key BLOB NOT NULL,
	url TEXT NOT NULL,
	host TEXT NOT NULL,
	canonical_url TEXT,
	canonical_key BLOB,
	duplicate_of_id INTEGER,
	kind TEXT,
	published_value TEXT,
	first_seen_at VARCHAR(27) NOT NULL,
	last_seen_at VARCHAR(27) NOT NULL,
	changed_at VARCHAR(27),
	next_due_at VARCHAR(27),
	gone_at VARCHAR(27),
	etag TEXT,
	last_modified TEXT,
	body_digest BLOB,
	status INTEGER,
	CONSTRAINT pk_pages PRIMARY KEY (id),
	CONSTRAINT fk_pages_duplicate_of_id FOREIGN KEY(duplicate_of_id) REFERENCES pages (id),
	CONSTRAINT fk_pages_site_id FOREIGN KEY(site_id) REFERENCES sites (id),
	CONSTRAINT uq_pages_url_key UNIQUE (url_key)
);
CREATE INDEX ix_pages_canonical_key ON pages (canonical_key);
CREATE INDEX ix_pages_duplicate_of_id ON pages (duplicate_of_id);
CREATE INDEX ix_pages_next_due_at ON pages (next_due_at);
CREATE INDEX ix_pages_site_id ON pages (site_id);
CREATE TABLE people (
	id INTEGER NOT NULL,
	site_id INTEGER NOT NULL,
	name_key TEXT NOT NULL,
	name TEXT NOT NULL,
	merged_into_id INTEGER,
	first_seen_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_people PRIMARY KEY (id),
	CONSTRAINT fk_people_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES people (id),
	CONSTRAINT fk_people_site_id FOREIGN KEY(site_id) REFERENCES sites (id),
	CONSTRAINT uq_people_site_id_name_key UNIQUE (site_id, name_key)
);
CREATE INDEX ix_people_merged_into_id ON people (merged_into_id);
CREATE TABLE articles (
	id INTEGER NOT NULL,
	page_id INTEGER NOT NULL,
	first_seen_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_articles PRIMARY KEY (id),
	CONSTRAINT fk_articles_page_id FOREIGN KEY(page_id) REFERENCES pages (id),
	CONSTRAINT uq_articles_page_id UNIQUE (page_id)
);
CREATE TABLE captures (
	id INTEGER NOT NULL,
	page_id INTEGER NOT NULL,
	crawl_id INTEGER,
	url TEXT NOT NULL,
	requested_url TEXT NOT NULL,
	captured_at VARCHAR(27) NOT NULL,
	status INTEGER NOT NULL,
	headers JSON,
	content_type TEXT,
	charset TEXT,
	etag TEXT,
	last_modified TEXT,
	body_digest BLOB,
	body_length INTEGER,
	warc_file TEXT,
	warc_offset INTEGER,
	warc_length INTEGER,
	CONSTRAINT pk_captures PRIMARY KEY (id),
	CONSTRAINT fk_captures_crawl_id FOREIGN KEY(crawl_id) REFERENCES crawls (id),
	CONSTRAINT fk_captures_page_id FOREIGN KEY(page_id) REFERENCES pages (id)
);
CREATE INDEX ix_captures_body_digest ON captures (body_digest);
CREATE INDEX ix_captures_captured_at ON captures (captured_at);
CREATE INDEX ix_captures_crawl_id ON captures (crawl_id);
CREATE INDEX ix_captures_page_id ON captures (page_id);
CREATE TABLE events (
	id INTEGER NOT NULL,
	event_key BLOB NOT NULL,
	site_id INTEGER NOT NULL,
	page_id INTEGER NOT NULL,
	parent_id INTEGER,
	series TEXT,
	edition TEXT,
	status TEXT NOT NULL,
	merged_into_id INTEGER,
	first_seen_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_events PRIMARY KEY (id),
	CONSTRAINT ck_events_status CHECK (status IN ('scheduled', 'moved', 'postponed', 'cancelled')),
	CONSTRAINT fk_events_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES events (id),
	CONSTRAINT fk_events_page_id FOREIGN KEY(page_id) REFERENCES pages (id),
	CONSTRAINT fk_events_parent_id FOREIGN KEY(parent_id) REFERENCES events (id),
	CONSTRAINT fk_events_site_id FOREIGN KEY(site_id) REFERENCES sites (id),
	CONSTRAINT uq_events_event_key UNIQUE (event_key)
);
CREATE INDEX ix_events_merged_into_id ON events (merged_into_id);
CREATE INDEX ix_events_page_id ON events (page_id);
CREATE INDEX ix_events_parent_id ON events (parent_id);
CREATE INDEX ix_events_site_id ON events (site_id);
CREATE TABLE article_revisions (
	id INTEGER NOT NULL,
	article_id INTEGER NOT NULL,
	is_current BOOLEAN NOT NULL,
	capture_id INTEGER,
	extractor_version TEXT NOT NULL,
	cause TEXT NOT NULL,
	change TEXT NOT NULL,
	fields_digest BLOB NOT NULL,
	changed_fields JSON,
	canonical_url TEXT,
	headline TEXT,
	kicker TEXT,
	standfirst TEXT,
	description TEXT,
	byline TEXT,
	dateline_place TEXT,
	dateline_date TEXT,
	published_at VARCHAR(27),
	published_on DATE,
	published_precision TEXT,
	published_offset_minutes INTEGER,
	published_printed TEXT,
	published_value TEXT,
	modified_at VARCHAR(27),
	modified_on DATE,
	modified_precision TEXT,
	modified_offset_minutes INTEGER,
	modified_printed TEXT,
	modified_value TEXT,
	language TEXT,
	declared_language TEXT,
	section TEXT,
	text TEXT,
	provenance JSON,
	repairs JSON,
	text_digest BLOB,
	simhash INTEGER,
	captured_at VARCHAR(27) NOT NULL,
	stored_at VARCHAR(27) NOT NULL, site_id INTEGER,
	CONSTRAINT pk_article_revisions PRIMARY KEY (id),
	CONSTRAINT ck_article_revisions_cause CHECK (cause IN ('crawl', 'reextract', 'import')),
	CONSTRAINT ck_article_revisions_change CHECK (change IN ('created', 'material', 'cosmetic')),
	CONSTRAINT ck_article_revisions_modified_precision CHECK (modified_precision IN ('minute', 'day', 'month', 'year')),
	CONSTRAINT ck_article_revisions_published_precision CHECK (published_precision IN ('minute', 'day', 'month', 'year')),
	CONSTRAINT fk_article_revisions_article_id FOREIGN KEY(article_id) REFERENCES articles (id),
	CONSTRAINT fk_article_revisions_capture_id FOREIGN KEY(capture_id) REFERENCES captures (id)
);
CREATE INDEX ix_article_revisions_article_id ON article_revisions (article_id);
CREATE INDEX ix_article_revisions_capture_id ON article_revisions (capture_id);
CREATE INDEX ix_article_revisions_text_digest ON article_revisions (text_digest);
CREATE UNIQUE INDEX uq_article_revisions_current ON article_revisions (article_id) WHERE is_current;
CREATE TABLE event_aliases (
	event_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	first_seen_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_event_aliases PRIMARY KEY (event_id, name),
	CONSTRAINT fk_event_aliases_event_id FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);
CREATE TABLE event_revisions (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	is_current BOOLEAN NOT NULL,
	capture_id INTEGER,
	extractor_version TEXT NOT NULL,
	cause TEXT NOT NULL,
	change TEXT NOT NULL,
	fields_digest BLOB NOT NULL,
	changed_fields JSON,
	type TEXT NOT NULL,
	name TEXT NOT NULL,
	starts_at VARCHAR(27),
	starts_on DATE,
	starts_value TEXT,
	ends_at VARCHAR(27),
	ends_on DATE,
	ends_value TEXT,
	precision TEXT,
	time_zone TEXT,
	status TEXT NOT NULL,
	attendance TEXT,
	url TEXT,
	uid TEXT,
	series TEXT,
	edition TEXT,
	venue_id INTEGER,
	organiser TEXT,
	room TEXT,
	track TEXT,
	abstract TEXT,
	language TEXT,
	captured_at VARCHAR(27) NOT NULL,
	stored_at VARCHAR(27) NOT NULL, offers JSON, vanished BOOLEAN DEFAULT 0 NOT NULL, provenance JSON,
	CONSTRAINT pk_event_revisions PRIMARY KEY (id),
	CONSTRAINT ck_event_revisions_cause CHECK (cause IN ('crawl', 'reextract', 'import')),
	CONSTRAINT ck_event_revisions_change CHECK (change IN ('created', 'material', 'cosmetic')),
	CONSTRAINT ck_event_revisions_precision CHECK (precision IN ('minute', 'day', 'month', 'year')),
	CONSTRAINT ck_event_revisions_status CHECK (status IN ('scheduled', 'moved', 'postponed', 'cancelled')),
	CONSTRAINT fk_event_revisions_capture_id FOREIGN KEY(capture_id) REFERENCES captures (id),
	CONSTRAINT fk_event_revisions_event_id FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_event_revisions_venue_id FOREIGN KEY(venue_id) REFERENCES venues (id)
);
CREATE INDEX ix_event_revisions_capture_id ON event_revisions (capture_id);
CREATE INDEX ix_event_revisions_ends_on ON event_revisions (ends_on);
CREATE INDEX ix_event_revisions_event_id ON event_revisions (event_id);
CREATE INDEX ix_event_revisions_name ON event_revisions (name);
CREATE INDEX ix_event_revisions_starts_on ON event_revisions (starts_on);
CREATE INDEX ix_event_revisions_venue_id ON event_revisions (venue_id);
CREATE UNIQUE INDEX uq_event_revisions_current ON event_revisions (event_id) WHERE is_current;
CREATE TABLE event_sources (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	capture_id INTEGER,
	format TEXT NOT NULL,
	url TEXT NOT NULL,
	first_seen_at VARCHAR(27) NOT NULL, quality INTEGER, fields JSON, seen_at VARCHAR(27), missing_at VARCHAR(27),
	CONSTRAINT pk_event_sources PRIMARY KEY (id),
	CONSTRAINT fk_event_sources_capture_id FOREIGN KEY(capture_id) REFERENCES captures (id),
	CONSTRAINT fk_event_sources_event_id FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_event_sources_event_id_format_url UNIQUE (event_id, format, url)
);
CREATE INDEX ix_event_sources_capture_id ON event_sources (capture_id);
CREATE TABLE event_people (
	revision_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	person_id INTEGER,
	name TEXT NOT NULL,
	role TEXT,
	affiliation TEXT,
	CONSTRAINT pk_event_people PRIMARY KEY (revision_id, position),
	CONSTRAINT fk_event_people_person_id FOREIGN KEY(person_id) REFERENCES people (id),
	CONSTRAINT fk_event_people_revision_id FOREIGN KEY(revision_id) REFERENCES event_revisions (id) ON DELETE CASCADE
);
CREATE INDEX ix_event_people_name ON event_people (name);
CREATE INDEX ix_event_people_person_id ON event_people (person_id);
CREATE TABLE issues (
	id INTEGER NOT NULL,
	crawl_id INTEGER,
	page_id INTEGER,
	capture_id INTEGER,
	revision_id INTEGER,
	url TEXT,
	class TEXT NOT NULL,
	severity TEXT NOT NULL,
	field TEXT,
	detail TEXT,
	created_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_issues PRIMARY KEY (id),
	CONSTRAINT ck_issues_severity CHECK (severity IN ('info', 'warning', 'error')),
	CONSTRAINT fk_issues_capture_id FOREIGN KEY(capture_id) REFERENCES captures (id),
	CONSTRAINT fk_issues_crawl_id FOREIGN KEY(crawl_id) REFERENCES crawls (id),
	CONSTRAINT fk_issues_page_id FOREIGN KEY(page_id) REFERENCES pages (id),
	CONSTRAINT fk_issues_revision_id FOREIGN KEY(revision_id) REFERENCES article_revisions (id)
);
CREATE INDEX ix_issues_capture_id ON issues (capture_id);
CREATE INDEX ix_issues_class ON issues (class);
CREATE INDEX ix_issues_crawl_id ON issues (crawl_id);
CREATE INDEX ix_issues_page_id ON issues (page_id);
CREATE INDEX ix_issues_revision_id ON issues (revision_id);
CREATE TABLE revision_authors (
	revision_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	person_id INTEGER,
	name TEXT NOT NULL,
	role TEXT,
	printed TEXT,
	affiliation TEXT,
	bio TEXT,
	url TEXT,
	method TEXT,
	CONSTRAINT pk_revision_authors PRIMARY KEY (revision_id, position),
	CONSTRAINT fk_revision_authors_person_id FOREIGN KEY(person_id) REFERENCES people (id),
	CONSTRAINT fk_revision_authors_revision_id FOREIGN KEY(revision_id) REFERENCES article_revisions (id) ON DELETE CASCADE
);
CREATE INDEX ix_revision_authors_name ON revision_authors (name);
CREATE INDEX ix_revision_authors_person_id ON revision_authors (person_id);
CREATE TABLE revision_images (
	revision_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	url TEXT,
	caption TEXT,
	credit TEXT,
	CONSTRAINT pk_revision_images PRIMARY KEY (revision_id, position),
	CONSTRAINT fk_revision_images_revision_id FOREIGN KEY(revision_id) REFERENCES article_revisions (id) ON DELETE CASCADE
);
CREATE TABLE revision_tags (
	revision_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	tag TEXT NOT NULL,
	CONSTRAINT pk_revision_tags PRIMARY KEY (revision_id, position),
	CONSTRAINT fk_revision_tags_revision_id FOREIGN KEY(revision_id) REFERENCES article_revisions (id) ON DELETE CASCADE
);
CREATE INDEX ix_revision_tags_tag ON revision_tags (tag);
CREATE TABLE schedules (
	id INTEGER NOT NULL,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	cron TEXT,
	every_s INTEGER,
	zone TEXT NOT NULL,
	jitter_s INTEGER DEFAULT '0' NOT NULL,
	arguments JSON,
	sites TEXT NOT NULL,
	folder TEXT NOT NULL,
	created_at VARCHAR(27) NOT NULL,
	paused_at VARCHAR(27),
	planned_at VARCHAR(27),
	next_at VARCHAR(27),
	reckoned_at VARCHAR(27),
	deaths INTEGER DEFAULT '0' NOT NULL,
	note TEXT,
	CONSTRAINT pk_schedules PRIMARY KEY (id),
	CONSTRAINT ck_schedules_rhythm CHECK ((cron IS NULL) <> (every_s IS NULL)),
	CONSTRAINT uq_schedules_name_key UNIQUE (name_key)
);
CREATE INDEX ix_schedules_next_at ON schedules (next_at);
CREATE INDEX ix_schedules_reckoned_at ON schedules (reckoned_at);
CREATE TABLE jobs (
	id INTEGER NOT NULL,
	schedule_id INTEGER,
	name TEXT NOT NULL,
	arguments JSON,
	sites TEXT NOT NULL,
	planned_at VARCHAR(27),
	started_at VARCHAR(27) NOT NULL,
	finished_at VARCHAR(27),
	state TEXT NOT NULL,
	exit_code INTEGER,
	detail TEXT,
	crawl_id INTEGER,
	worker TEXT NOT NULL,
	child TEXT,
	heartbeat_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_jobs PRIMARY KEY (id),
	CONSTRAINT ck_jobs_finished CHECK ((state = 'running') = (finished_at IS NULL)),
	CONSTRAINT ck_jobs_state CHECK (state IN ('running', 'done', 'failed', 'died', 'interrupted')),
	CONSTRAINT fk_jobs_crawl_id FOREIGN KEY(crawl_id) REFERENCES crawls (id),
	CONSTRAINT fk_jobs_schedule_id FOREIGN KEY(schedule_id) REFERENCES schedules (id)
);
CREATE INDEX ix_jobs_crawl_id ON jobs (crawl_id);
CREATE INDEX ix_jobs_schedule_id ON jobs (schedule_id, id);
CREATE INDEX ix_jobs_started_at ON jobs (started_at);
CREATE UNIQUE INDEX uq_jobs_running ON jobs (schedule_id) WHERE finished_at IS NULL;
CREATE TABLE coverage (
	id INTEGER NOT NULL,
	article_id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	moved_from_id INTEGER,
	revision_id INTEGER NOT NULL,
	relation TEXT NOT NULL,
	score FLOAT NOT NULL,
	rule TEXT NOT NULL,
	verdict TEXT,
	verdict_at VARCHAR(27),
	verdict_by TEXT,
	rules TEXT NOT NULL,
	linked_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_coverage PRIMARY KEY (id),
	CONSTRAINT ck_coverage_relation CHECK (relation IN ('announces', 'reports', 'recaps', 'mentions')),
	CONSTRAINT ck_coverage_verdict CHECK (verdict IN ('confirmed', 'rejected')),
	CONSTRAINT fk_coverage_article_id FOREIGN KEY(article_id) REFERENCES articles (id),
	CONSTRAINT fk_coverage_event_id FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_coverage_moved_from_id FOREIGN KEY(moved_from_id) REFERENCES events (id),
	CONSTRAINT fk_coverage_revision_id FOREIGN KEY(revision_id) REFERENCES article_revisions (id),
	CONSTRAINT uq_coverage_article_id_event_id UNIQUE (article_id, event_id)
);
CREATE INDEX ix_coverage_event_id ON coverage (event_id);
CREATE INDEX ix_coverage_revision_id ON coverage (revision_id);
CREATE TABLE coverage_evidence (
	coverage_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	kind TEXT NOT NULL,
	field TEXT NOT NULL,
	quote TEXT,
	start INTEGER,
	"end" INTEGER,
	weight FLOAT NOT NULL,
	CONSTRAINT pk_coverage_evidence PRIMARY KEY (coverage_id, position),
	CONSTRAINT fk_coverage_evidence_coverage_id FOREIGN KEY(coverage_id) REFERENCES coverage (id) ON DELETE CASCADE
);
CREATE TABLE related (
	article_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	revision_id INTEGER NOT NULL,
	rules TEXT NOT NULL,
	CONSTRAINT pk_related PRIMARY KEY (article_id, kind),
	CONSTRAINT fk_related_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TABLE related_marks (
	kind TEXT NOT NULL,
	rules TEXT NOT NULL,
	revision_id INTEGER NOT NULL,
	CONSTRAINT pk_related_marks PRIMARY KEY (kind)
);
CREATE VIRTUAL TABLE article_search USING fts5(headline, intro, names, text, marks, content='', columnsize=0, tokenize='ascii');
CREATE TABLE prints (
	article_id INTEGER NOT NULL,
	revision_id INTEGER NOT NULL,
	site_id INTEGER NOT NULL,
	language TEXT,
	day DATE,
	words INTEGER NOT NULL,
	size INTEGER NOT NULL,
	writing TEXT NOT NULL,
	text_key BLOB,
	copy_of_id INTEGER,
	sketch BLOB,
	numbers BLOB,
	names BLOB,
	address_key INTEGER,
	sources JSON,
	CONSTRAINT pk_prints PRIMARY KEY (article_id),
	CONSTRAINT fk_prints_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE,
	CONSTRAINT fk_prints_copy_of_id FOREIGN KEY(copy_of_id) REFERENCES articles (id) ON DELETE SET NULL,
	CONSTRAINT fk_prints_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE INDEX ix_prints_address_key ON prints (address_key);
CREATE INDEX ix_prints_copy_of_id ON prints (copy_of_id);
CREATE INDEX ix_prints_text_key ON prints (text_key);
CREATE INDEX ix_prints_variants ON prints (site_id, language, day);
CREATE TABLE print_keys (
	"key" INTEGER NOT NULL,
	article_id INTEGER NOT NULL,
	CONSTRAINT pk_print_keys PRIMARY KEY ("key", article_id),
	CONSTRAINT fk_print_keys_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE INDEX ix_print_keys_article_id ON print_keys (article_id);
CREATE TABLE clusters (
	id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	score FLOAT NOT NULL,
	origin_article_id INTEGER,
	origin_rule TEXT NOT NULL,
	origin_name TEXT,
	named JSON,
	formed_at VARCHAR(27) NOT NULL,
	changed_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_clusters PRIMARY KEY (id),
	CONSTRAINT ck_clusters_kind CHECK (kind IN ('exact', 'near', 'syndication')),
	CONSTRAINT ck_clusters_origin_rule CHECK (origin_rule IN ('named', 'published', 'first_seen')),
	CONSTRAINT fk_clusters_origin_article_id FOREIGN KEY(origin_article_id) REFERENCES articles (id) ON DELETE SET NULL
);
CREATE INDEX ix_clusters_origin_article_id ON clusters (origin_article_id);
CREATE TABLE cluster_members (
	article_id INTEGER NOT NULL,
	cluster_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	score FLOAT NOT NULL,
	joined_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_cluster_members PRIMARY KEY (article_id),
	CONSTRAINT ck_cluster_members_kind CHECK (kind IN ('exact', 'near', 'syndication')),
	CONSTRAINT fk_cluster_members_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE,
	CONSTRAINT fk_cluster_members_cluster_id FOREIGN KEY(cluster_id) REFERENCES clusters (id) ON DELETE CASCADE
);
CREATE INDEX ix_cluster_members_cluster_id ON cluster_members (cluster_id);
CREATE TABLE cluster_links (
	article_id INTEGER NOT NULL,
	other_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	contained FLOAT NOT NULL,
	jaccard FLOAT NOT NULL,
	CONSTRAINT pk_cluster_links PRIMARY KEY (article_id, other_id),
	CONSTRAINT ck_cluster_links_kind CHECK (kind IN ('exact', 'near', 'syndication')),
	CONSTRAINT fk_cluster_links_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE,
	CONSTRAINT fk_cluster_links_other_id FOREIGN KEY(other_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX ix_cluster_links_other_id ON cluster_links (other_id);
CREATE TABLE translations (
	article_id INTEGER NOT NULL,
	other_id INTEGER NOT NULL,
	rule TEXT NOT NULL,
	score FLOAT NOT NULL,
	evidence JSON,
	linked_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_translations PRIMARY KEY (article_id, other_id),
	CONSTRAINT fk_translations_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE,
	CONSTRAINT fk_translations_other_id FOREIGN KEY(other_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX ix_translations_other_id ON translations (other_id);
CREATE TABLE revision_alternates (
	revision_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	language TEXT,
	url TEXT NOT NULL,
	url_key BLOB NOT NULL,
	CONSTRAINT pk_revision_alternates PRIMARY KEY (revision_id, position),
	CONSTRAINT fk_revision_alternates_revision_id FOREIGN KEY(revision_id) REFERENCES article_revisions (id) ON DELETE CASCADE
);
CREATE INDEX ix_revision_alternates_url_key ON revision_alternates (url_key);
CREATE TABLE person_keys (
	kind TEXT NOT NULL,
	value TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	revision_id INTEGER NOT NULL,
	CONSTRAINT pk_person_keys PRIMARY KEY (kind, value, person_id),
	CONSTRAINT fk_person_keys_person_id FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX ix_person_keys_person_id ON person_keys (person_id);
CREATE TABLE people_merges (
	id INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	into_id INTEGER NOT NULL,
	rule TEXT NOT NULL,
	evidence JSON,
	made_by TEXT NOT NULL,
	made_at VARCHAR(27) NOT NULL,
	undone_at VARCHAR(27),
	undone_by TEXT,
	CONSTRAINT pk_people_merges PRIMARY KEY (id),
	CONSTRAINT ck_people_merges_made_by CHECK (made_by IN ('rules', 'person')),
	CONSTRAINT ck_people_merges_rule CHECK (rule IN ('author_page', 'contact', 'bio', 'affiliation', 'verdict')),
	CONSTRAINT fk_people_merges_into_id FOREIGN KEY(into_id) REFERENCES people (id) ON DELETE CASCADE,
	CONSTRAINT fk_people_merges_person_id FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX ix_people_merges_into_id ON people_merges (into_id);
CREATE INDEX ix_people_merges_person_id ON people_merges (person_id);
CREATE TABLE person_verdicts (
	person_id INTEGER NOT NULL,
	other_id INTEGER NOT NULL,
	verdict TEXT NOT NULL,
	decided_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_person_verdicts PRIMARY KEY (person_id, other_id),
	CONSTRAINT ck_person_verdicts_verdict CHECK (verdict IN ('same', 'different')),
	CONSTRAINT fk_person_verdicts_other_id FOREIGN KEY(other_id) REFERENCES people (id) ON DELETE CASCADE,
	CONSTRAINT fk_person_verdicts_person_id FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX ix_person_verdicts_other_id ON person_verdicts (other_id);
CREATE INDEX ix_people_name_key ON people (name_key);
CREATE TABLE removals (
	id INTEGER NOT NULL,
	subject TEXT NOT NULL,
	subject_key BLOB,
	reason TEXT,
	removed_by TEXT NOT NULL,
	rows JSON,
	archive JSON,
	removed_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_removals PRIMARY KEY (id),
	CONSTRAINT ck_removals_subject CHECK (subject IN ('url', 'person', 'retention'))
);
CREATE TABLE event_identities (
	identity BLOB NOT NULL,
	event_id INTEGER NOT NULL,
	CONSTRAINT pk_event_identities PRIMARY KEY (identity, event_id),
	CONSTRAINT fk_event_identities_event_id FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);
CREATE INDEX ix_event_identities_event_id ON event_identities (event_id);
CREATE INDEX ix_event_sources_url ON event_sources (url);
CREATE INDEX ix_article_revisions_published ON article_revisions (published_on, published_value);
CREATE INDEX ix_article_revisions_site_published ON article_revisions (site_id, published_on, published_value);
CREATE INDEX ix_pages_host_site_id ON pages (host, site_id);
CREATE INDEX ix_issues_created_at ON issues (created_at, id);
CREATE INDEX ix_frontier_crawl_id_id ON frontier (crawl_id, id);
CREATE TABLE told_events (
	event_id INTEGER NOT NULL,
	article_id INTEGER NOT NULL,
	field TEXT NOT NULL,
	quote TEXT NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	attendees INTEGER,
	length_days INTEGER,
	apart BOOLEAN NOT NULL,
	told_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_told_events PRIMARY KEY (event_id, article_id),
	CONSTRAINT fk_told_events_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE,
	CONSTRAINT fk_told_events_event_id FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);
CREATE TABLE coverage_events (
	event_id INTEGER NOT NULL,
	revision INTEGER,
	CONSTRAINT pk_coverage_events PRIMARY KEY (event_id),
	CONSTRAINT fk_coverage_events_event_id FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);
CREATE INDEX ix_article_revisions_captured_at ON article_revisions (captured_at);
CREATE INDEX ix_article_revisions_edits ON article_revisions (captured_at, id) WHERE change = 'material';
CREATE INDEX ix_event_revisions_captured_at ON event_revisions (captured_at);
CREATE INDEX ix_event_revisions_edits ON event_revisions (captured_at, id) WHERE change = 'material';
CREATE INDEX ix_article_revisions_language_published ON article_revisions (language, published_on, published_value);
CREATE INDEX ix_event_revisions_language ON event_revisions (language);
CREATE INDEX ix_event_revisions_track ON event_revisions (track);
INSERT INTO alembic_version VALUES ('0013');
