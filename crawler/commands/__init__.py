"""Scrapy commands that need other settings here than they bring: ``parse`` and ``shell`` leave the operator's database alone."""
