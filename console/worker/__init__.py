"""The worker: runs the crawls that are due, each in a process of its own.

``loop`` decides what to start and what became of it, ``processes`` are the crawls, ``telling`` writes what happens.
``pressrow worker`` puts them together with the clock, the signals and the database.
"""
