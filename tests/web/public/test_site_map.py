"""The site map and the rules for robots."""

import xml.etree.ElementTree as ET
from urllib.robotparser import RobotFileParser

import pytest

from maltolk.web.application import COSTLY
from maltolk.web.public import site_map

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(written: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(written).iter(f"{SPACE}loc")]


def test_every_address_of_the_map_leads_to_a_page(linked_site):
    found = addresses(linked_site.page("/webbkarta.xml"))
    paths = [each.removeprefix("http://testserver") for each in found]
    assert {"/kommun/ale", "/en/kommun/h%C3%A5bo", "/tema/trygghet", "/om"} <= set(paths)
    assert len([path for path in paths if path.startswith("/kalla/")]) == len(linked_site.service.documents())
    for path in paths:
        if path.startswith(("/kommun/h", "/en/kommun/h", "/kommuner", "/en/tema", "/om")):
            linked_site.page(path)


def test_addresses_begin_as_the_operator_has_set(linked_site):
    client = linked_site.client_with(public_address="https://mal.example.org/mal")
    found = addresses(client.get("/webbkarta.xml", headers={"Host": "evil.example"}).text)
    assert all(each.startswith("https://mal.example.org/mal/") for each in found)
    assert "Sitemap: https://mal.example.org/mal/webbkarta.xml" in client.get("/robots.txt").text


def test_a_map_has_no_more_addresses_than_it_may(linked_site, monkeypatch):
    monkeypatch.setattr(site_map, "MOST", 3)
    assert len(addresses(linked_site.page("/webbkarta.xml"))) == 3


def test_below_a_prefix_all_addresses_have_it(linked_site):
    client = linked_site.client_with(prefix="/mal")
    assert "http://testserver/mal/kommun/ale" in addresses(client.get("/mal/webbkarta.xml").text)
    assert "Disallow: /mal/en/fraga" in client.get("/mal/robots.txt").text
    assert 'href="/mal/kommun/ale"' in client.get("/mal/kommuner").text
    assert client.get("/mal/kommun/Ale", follow_redirects=False).headers["location"] == "/mal/kommun/ale"


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/kommun/ale", True),
        ("/en/tema/trygghet", True),
        ("/kalla/" + "0" * 64, True),
        ("/fraga?q=x", False),
        ("/en/enkel?q=x", False),
        ("/personal", False),
        ("/api/v1/dokument", False),
        ("/gradio_api/info", False),
        ("/kontakter.csv", False),
    ],
)
def test_robots_may_read_the_pages_and_ask_nothing(linked_site, path: str, may: bool):
    rules = RobotFileParser()
    rules.parse(linked_site.page("/robots.txt").splitlines())
    assert rules.can_fetch("anyone", path) is may


@pytest.mark.parametrize(
    ("path", "costs"),
    [
        ("/fraga", True),
        ("/en/fraga", True),
        ("/kommun/ale", True),
        ("/en/tema/skola", True),
        ("/webbkarta.xml", True),
        ("/kommuner", False),
        ("/tema", False),
        ("/robots.txt", False),
        ("/enkel", True),
        ("/api/v1/fraga", True),
    ],
)
def test_what_asks_counts_for_the_pace(path: str, costs: bool):
    assert (COSTLY.fullmatch(path) is not None) is costs
