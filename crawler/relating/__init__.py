"""Relates what is stored: takes the articles that are new through the steps of the registry, a batch at a time.

``registry`` names the steps, ``driver`` runs them and notes what each has seen. A step reads and writes the database
itself; what it decides, it decides by the pure functions of :mod:`crawler.relate`.
"""

from crawler.relating.driver import Progress, Step, relate
from crawler.relating.registry import STEPS, step

__all__ = ["STEPS", "Progress", "Step", "relate", "step"]
