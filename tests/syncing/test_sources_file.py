"""The file of sources says what it means, or which key is wrong."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from maltolk.errors import UsageError
from maltolk.syncing.sources_file import MAIL_PASSWORD, WEBHOOK_SECRET, Folder, Mail, Plan, Site, Webhook, read_plan

WHOLE = """
language = "en"

[[site]]
sitemap = "https://www.lund.se/sitemap.xml"
hosts = ["lund.se"]
include = "/kommun/"
exclude = ["/kommun/arkiv/"]
municipality = "Lund"
pace = 2
share = 0.1
networks = ["10.1.0.0/16"]

[[site]]
name = "planer"
urls = "adresser.txt"

[[folder]]
path = "delat/planer"
name = "styrdokument"

[mail]
host = "smtp.lund.se"
from = "maltolk@lund.se"
to = ["webb@lund.se", "kansli@lund.se"]
user = "maltolk"
password_file = "losen"

[webhook]
url = "https://lund.se/krok"
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_whole_file(tmp_path: Path):
    (tmp_path / "adresser.txt").write_text("# planer\nhttps://höör.se/plan\n\nhttps://höör.se/mål\n", "utf-8")
    (tmp_path / "losen").write_text("hemligt\n", "utf-8")
    plan = read_plan(written(tmp_path, WHOLE), {WEBHOOK_SECRET: "nyckel"})
    assert plan == Plan(
        (
            Site(
                name="www.lund.se",
                sitemaps=("https://www.lund.se/sitemap.xml",),
                hosts=("www.lund.se", "lund.se"),
                include=("/kommun/",),
                exclude=("/kommun/arkiv/",),
                municipality="Lund",
                pace=2.0,
                share=0.1,
                networks=(ip_network("10.1.0.0/16"),),
            ),
            Site("planer", urls=("https://höör.se/plan", "https://höör.se/mål"), hosts=("xn--hr-fkaa.se",)),
        ),
        (Folder("styrdokument", tmp_path / "delat" / "planer"),),
        Mail("smtp.lund.se", "maltolk@lund.se", ("webb@lund.se", "kansli@lund.se"), user="maltolk", password="hemligt"),
        Webhook("https://lund.se/krok", "nyckel"),
        "en",
    )
    assert "hemligt" not in repr(plan)
    assert "nyckel" not in repr(plan)


SITE = '[[site]]\nurls = ["https://lund.se/"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no source"),
        ("x = ", "cannot be read"),
        (SITE + "paec = 1", "no key paec"),
        ("sites = 1\n" + SITE, "no key sites"),
        ("[[site]]\n", "neither sitemap nor urls"),
        ('[[site]]\nurls = "finns-inte.txt"', "cannot be read"),
        ('[[site]]\nurls = ["lund.se/x", "y"]', "is no address"),
        (SITE + 'name = "../x"', "name is"),
        (SITE + 'name = ".x"', "name is"),
        (SITE + 'pace = "fast"', "pace is missing or not of the kind float"),
        (SITE + "pages = true", "pages is missing or not of the kind int"),
        (SITE + "share = 2", "share is 2.0; choose 0 to 1"),
        (SITE + 'networks = ["10.1.1.1/8"]', "is no network"),
        (SITE + SITE, "names lund.se twice"),
        ("[site]\nx = 1", "write [[site]]"),
        ("[[mail]]\nx = 1", "write [mail]"),
        ("[[folder]]\n", "path is missing"),
        (SITE + '[mail]\nhost = "h"\nfrom = "a@b"', "to names nobody"),
        (SITE + '[mail]\nhost = "h"\nfrom = "a@b"\nto = "c@d\\nBcc: e@f"', "line break"),
        (SITE + '[mail]\nhost = "h"\nfrom = "a@b"\nto = "c@d"\nuser = "u"', MAIL_PASSWORD),
        (SITE + '[webhook]\nurl = "https://lund.se/"', WEBHOOK_SECRET),
        (SITE + '[webhook]\nurl = "https://lund.se/"\nsecret_file = "finns-inte"', "secret_file cannot be read"),
        (SITE + '[webhook]\nurl = "http://lund.se/"', "https"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str):
    with pytest.raises(UsageError) as told:
        read_plan(written(tmp_path, text), {})
    assert said in str(told.value)
    assert "sources.toml" in str(told.value)


def test_a_password_is_not_sent_in_the_clear(tmp_path: Path):
    text = SITE + '[mail]\nhost = "h"\nfrom = "a@b"\nto = "c@d"\nuser = "u"\nstarttls = false'
    with pytest.raises(UsageError, match="in the clear"):
        read_plan(written(tmp_path, text), {MAIL_PASSWORD: "x"})


def test_without_a_file_nothing_is_fetched(tmp_path: Path):
    with pytest.raises(UsageError, match=r"there is no file of sources .*sources\.toml"):
        read_plan(tmp_path / "sources.toml")
