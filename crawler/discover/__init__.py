"""Where pages are: feeds, sitemaps, listings, language variants; addresses with hints."""
