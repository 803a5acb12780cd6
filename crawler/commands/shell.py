"""``scrapy shell URL``: Scrapy's shell behind our guards, robots.txt and pace; nothing is stored."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands import shell


class Command(shell.Command):
    """Scrapy's command with the scheduler that keeps its requests in memory."""

    default_settings: ClassVar[dict[str, Any]] = {**shell.Command.default_settings, "SCHEDULER": "scrapy.core.scheduler.Scheduler"}
