"""Writes what is stored to files: one consistent view of the database, row by row, complete under its name or not there.

``writing.export`` makes one export. ``rows`` reads what is exported, ``target`` is the file: a temporary name in the same
folder, renamed when complete, with a checksum and a manifest beside it. Each format is a module that turns rows into
bytes: ``lines`` (JSON lines), ``sheets`` (CSV), ``columnar`` (Parquet), ``linked`` (JSON-LD), ``atom``, ``records`` (WARC).
"""
