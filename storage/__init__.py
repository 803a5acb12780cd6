"""Keeps what was crawled: the database, its one writer, the archive. Takes and returns plain data.

``database.open_database`` gives a checked database, ``writer.Writer`` writes outcomes (``records.Outcome``) and is the
only one that does, ``queries`` reads contract rows. What one outcome becomes, in the order it is written: ``outcomes``
closes the lease, ``sites`` and ``pages`` keep what answered, ``articles`` and ``events`` what was read, ``people`` whom
they name, ``issues`` what was found about it, ``feeds`` and ``frontier`` where to go next. Tables stand in ``models``,
their history in ``migrations``, faults in ``errors``.
"""
