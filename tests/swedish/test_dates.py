"""Names of months and days."""

import pytest

from maltolk.swedish.dates import MONTHS, SHORT_DAYS_AND_MONTHS, iso_date, time_words


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_makes_a_date_and_tells_a_time(number: int, name: str) -> None:
    assert iso_date(f"den 3 {name} 2024") == f"2024-{number:02}-03"
    assert name in time_words()


def test_days_in_their_forms_tell_a_time_and_months_of_other_meaning_are_no_short_forms() -> None:
    assert {"måndag", "torsdagar", "söndags", "lördagen", "friday", "kvartal"} <= time_words()
    assert not SHORT_DAYS_AND_MONTHS & {"jul", "mar", "maj"}
