"""Regions are named in several words, and are not the municipalities or counties whose names they hold."""

import pytest

from maltolk.swedish.gazetteer import Gazetteer

GAZETTEER = Gazetteer.default()


def test_there_are_twenty_besides_gotland():
    assert len(GAZETTEER.regions) == 20
    assert len(GAZETTEER.municipalities) == 290
    assert len(set(GAZETTEER.names())) == 310


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Vad vill Region Jämtland Härjedalen?", ["Region Jämtland Härjedalen"]),
        ("region jämtland härjedalens mål", ["Region Jämtland Härjedalen"]),
        ("Region Kalmar läns och Kalmars mål", ["Region Kalmar län", "Kalmar"]),
        ("Mål för Region Örebro län", ["Region Örebro län"]),
        ("skriv till post@regiondalarna.se", ["Region Dalarna"]),
        ("Västra Götalandsregionens vision", ["Västra Götalandsregionen"]),
        ("Region Gotlands vision", ["Gotland"]),
        ("Härjedalens vision", ["Härjedalen"]),
    ],
)
def test_a_region_is_found_whole(text: str, named: list[str]):
    assert [mention.municipality for mention in GAZETTEER.find(text, casual=True)] == named


def test_every_region_is_known_by_its_name_and_its_domain():
    for region in GAZETTEER.regions:
        assert GAZETTEER.canonical(region.name) == region.name
        assert GAZETTEER.find(f"www.{region.domains[0]}")[0].municipality == region.name
