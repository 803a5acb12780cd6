"""Three small sites on the loopback, used by ``pressrow demo`` and by tests; all of their words are this project's own.

``articles``, their texts: one file each under ``<site>/articles``, with what the page prints about it as a head.
``organiser``, ``news`` and ``conference`` dress them (templates under the folders of these names); ``server`` answers on
three ports of 127.0.0.1. ``gold.json`` says what a crawl of them should find.
"""
