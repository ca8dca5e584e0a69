"""What the examples for nginx and Caddy claim: which headers, sizes, times and logs."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from fronts import NAME, PREFIX, Front, Mirror, running


@pytest.fixture(scope="module")
def mirror() -> Iterator[Mirror]:
    made = Mirror()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


Start = Callable[[str], Front]
ROOTS = ("nginx", "caddy")
WAYS = (*ROOTS, *(kind + PREFIX for kind in ROOTS))


@pytest.fixture(scope="module")
def start(mirror: Mirror, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts a way to the application, once for all tests."""
    with contextlib.ExitStack() as stack:

        @cache
        def started(way: str) -> Front:
            folder = tmp_path_factory.mktemp("front")
            return stack.enter_context(running(way.removesuffix(PREFIX), folder, mirror.port, prefix_of(way)))

        yield started


def prefix_of(way: str) -> str:
    return PREFIX if way.endswith(PREFIX) else ""


@pytest.fixture(params=WAYS)
def front(request: pytest.FixtureRequest, start: Start) -> Front:
    return start(request.param)


@pytest.fixture
def prefix(request: pytest.FixtureRequest, front: Front) -> str:
    return prefix_of(request.node.callspec.params["front"])


@pytest.fixture(params=ROOTS)
def own_name(request: pytest.FixtureRequest, start: Start) -> Front:
    """With a host name of its own."""
    return start(request.param)


def seen(front: Front, path: str, **headers: str) -> dict[str, list[str]]:
    """The headers that the application saw, in lower case."""
    found: dict[str, list[str]] = {}
    for name, value in json.loads(front.get(path, **headers).text)["headers"]:
        found.setdefault(name.lower(), []).append(value)
    return found


def test_the_application_learns_name_scheme_and_address(front: Front, prefix: str):
    headers = seen(front, f"{prefix}/")
    assert headers["host"] == [NAME]
    assert headers["x-forwarded-proto"] == ["https"]
    assert headers["x-forwarded-for"] == ["127.0.0.1"]


def test_what_a_client_claims_of_itself_does_not_arrive(front: Front, prefix: str):
    headers = seen(front, f"{prefix}/", X_Forwarded_For="8.8.8.8", X_Forwarded_Proto="http")
    assert headers["x-forwarded-for"] == ["127.0.0.1"]
    assert headers["x-forwarded-proto"] == ["https"]


def test_the_path_arrives_as_it_is(front: Front, prefix: str):
    path = f"{prefix}/enkel?q=m%C3%A5l%20%26%20annat"
    assert json.loads(front.get(path).text)["path"] == path


def test_http_leads_to_https(own_name: Front):
    reply = own_name.get_plainly("/kontakter?q=x")
    assert reply.status in (301, 308)
    target = reply.headers["Location"]
    assert target.startswith(f"https://{NAME}")
    assert target.endswith("/kontakter?q=x")


def test_the_bare_prefix_leads_to_the_page(start: Start):
    front = start("nginx" + PREFIX)  # which would otherwise give it to the other pages
    reply = front.get(PREFIX)
    assert (reply.status, reply.headers["Location"]) == (301, f"https://{NAME}:{front.secure}{PREFIX}/")


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/omdome", 64 * 1024, 200),
        ("/omdome", 64 * 1024 + 1, 413),
        ("/personal/lagg-till", 2 * 1024 * 1024, 200),
        ("/personalia", 64 * 1024 + 1, 413),
    ],
)
def test_bodies_are_as_large_as_the_application_allows(front: Front, prefix: str, path: str, size: int, status: int):
    reply = front.get(prefix + path, "POST", b"x" * size)
    assert reply.status == status
    if status == 200:
        assert json.loads(reply.text)["length"] == size


def test_a_long_question_fits_into_an_address(front: Front, prefix: str):
    path = f"{prefix}/enkel?q=" + "%C3%A5" * 1_900
    assert json.loads(front.get(path).text)["path"] == path


def test_a_stream_arrives_piece_by_piece(front: Front, prefix: str, mirror: Mirror):
    mirror.go_on.clear()
    with contextlib.closing(front.open()) as connection:
        connection.request("GET", f"{prefix}/strom", headers={"Host": NAME, "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        assert response.read1(100) == b"data: first\n\n"
        mirror.go_on.set()
        assert response.read() == b"data: second\n\n"


def test_browsers_are_told_to_stay_with_https(own_name: Front):
    assert own_name.get("/").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_measures_are_not_for_everybody(front: Front, prefix: str):
    assert front.get(f"{prefix}/metrics").status == 404


def test_no_log_holds_a_question(front: Front, prefix: str):
    front.get(f"{prefix}/enkel?q=hemligfraga")
    front.get(f"{prefix}/personal/hemligfraga", "POST", b"hemligfraga")
    front.get(f"{prefix}/enkel?q=hemligfraga", "POST", b"x" * 100_000)
    assert "hemligfraga" not in front.written()


@pytest.mark.parametrize("way", ["nginx", "caddy"])
def test_while_the_application_is_away_people_are_told(way: str, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("away")
    with running(way, folder, upstream=1) as front:
        reply = front.get("/enkel?q=hemligfraga")
        assert reply.status == 503
        assert reply.headers["Retry-After"] == "10"
        assert "Tjänsten startar om" in reply.text
        assert "hemligfraga" not in front.written()
