"""Names and days of events as they are printed: series, edition, acronym and aliases; dates and spans of days."""
