"""The pool of processes that read pages and can be killed.

``task``     what a worker is asked to do, and what it answers
``pages``    reads a page of a crawl; ``links`` says which of its links go into the frontier
``child``    the worker's side: a nursery process that imports everything once and forks workers from it
``nursery``  the crawler's side of that process
``pool``     the crawler's side: sends tasks, watches time, replaces workers that were killed or died

A worker that is stuck (``worker_timeout``), needs too much memory (``worker_memory``) or dies (``worker_died``) costs
the one page it was reading; where it died, another worker reads the page once more before that is given up.
"""
