"""Whose a text is: the sender at its top goes before all that it mentions."""

import pytest
from outline import read

PAUSE = "Det går bra. " * 25
TALK = (
    "Falun, Borlänge och Mora växer. I Falun byggs det mest, och Faluns station blir större. "
    f"{PAUSE}Faluns kommun leder.\n"
)


@pytest.mark.parametrize(
    ("top", "municipality"),
    [
        ("Region Dalarna\n\nStrategi 2030\n\n", "Region Dalarna"),
        ("Region Dalarna      Strategi 2030      Sida 2\n\n", "Region Dalarna"),
        ("# Region Dalarna\n\n", "Region Dalarna"),
        ("Region Dalarna och andra har tyckt till.\n\n", "Falun"),
        ("", "Falun"),
    ],
)
def test_who_stands_alone_at_the_top(top: str, municipality: str):
    assert read(top + TALK).municipality == municipality


def test_two_senders_are_weighed_as_before():
    assert read(f"Region Dalarna\nFaluns kommun\n\n{TALK}").municipality == "Falun"
    assert read(f"Kommunstyrelsen, Faluns kommun\n\nRegion Dalarna\n\nYttrande\n\n{TALK}").municipality == "Falun"
