"""Days on which something recurs: as dateutil has them, within a budget of days that are looked at."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr

from crawler.extract.events import recurrence

FIRST, LAST = date(2026, 3, 3), date(2029, 12, 30)
RULES = [
    "FREQ=DAILY;COUNT=10",
    "FREQ=DAILY;INTERVAL=10;UNTIL=20260901",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
    "FREQ=WEEKLY;COUNT=5;WKST=SU;BYDAY=TU,SU;INTERVAL=2",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    "FREQ=YEARLY;INTERVAL=2",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=YEARLY;BYYEARDAY=1,100,-1",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_gives_the_days_that_dateutil_gives(rule):
    theirs = takewhile(lambda day: day <= LAST, (moment.date() for moment in rrulestr(rule, dtstart=datetime(2026, 3, 3))))
    assert list(islice(recurrence.days(recurrence.read(rule), FIRST, LAST, recurrence.Budget()), 60)) == list(islice(theirs, 60))


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;INTERVAL=3"])
def test_a_rule_that_began_long_ago_is_looked_at_from_the_year_asked_for(rule):
    whole = [day for day in recurrence.days(recurrence.read(rule), date(1990, 3, 5), LAST, recurrence.Budget()) if day >= date(2028, 1, 1)]
    budget = recurrence.Budget(1_000)
    assert list(recurrence.days(recurrence.read(rule), date(1990, 3, 5), LAST, budget, since=date(2028, 5, 1))) == whole
    assert not budget.spent


def test_a_rule_that_never_comes_true_ends_with_its_budget():
    budget = recurrence.Budget(5_000)
    assert list(recurrence.days(recurrence.read("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), FIRST, date(9999, 12, 31), budget)) == []
    assert budget.spent


@pytest.mark.parametrize("rule", ["", "FREQ=SECONDLY", "FREQ=HOURLY;COUNT=3", "COUNT=3", "FREQ="])
def test_rules_within_the_day_and_broken_ones_are_none(rule):
    assert recurrence.read(rule) is None
