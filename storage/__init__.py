"""Keeps what was crawled: the database, its one writer, the archive. Takes and returns plain data."""
