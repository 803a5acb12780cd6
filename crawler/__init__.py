"""Gets pages and turns them into items: discovery, extraction, normalising, crawling."""
