"""Who has to go when there are too many connections."""

from maltolk.web.doors.networks import Networks
from maltolk.web.serving.doorman import LONG_SECONDS, Doorman, room


def test_the_one_that_waits_longest_goes_first():
    doorman = Doorman(most=2)
    assert doorman.enter("a", "192.0.2.1", 0) is None
    assert doorman.enter("b", "192.0.2.2", 1) is None
    assert doorman.enter("c", "192.0.2.3", 2) == "a"
    assert doorman.enter("d", "192.0.2.4", 3) == "b"


def test_one_that_is_being_answered_stays():
    doorman = Doorman(most=2)
    doorman.enter("a", "192.0.2.1", 0)
    doorman.answers("a", 0)
    doorman.enter("b", "192.0.2.2", 1)
    assert doorman.enter("c", "192.0.2.3", 2) == "b"
    doorman.answers("c", 2)
    assert doorman.enter("d", "192.0.2.4", 3) == "d", "all others are being answered"
    doorman.waits("a")
    assert doorman.enter("e", "192.0.2.5", 4) == "a"


def test_who_only_listens_goes_before_somebody_new():
    doorman = Doorman(most=1)
    doorman.enter("heartbeat", "192.0.2.1", 0)
    doorman.answers("heartbeat", 0)
    assert doorman.enter("soon", "192.0.2.2", LONG_SECONDS) == "soon"
    assert doorman.enter("later", "192.0.2.2", LONG_SECONDS + 1) == "heartbeat"


def test_an_address_makes_room_for_itself_alone():
    doorman = Doorman(most=100, most_of_one=2)
    doorman.enter("other", "192.0.2.9", 0)
    doorman.enter("a", "2001:db8::1", 1)
    doorman.enter("b", "2001:db8::2", 2)  # the same household
    assert doorman.enter("c", "2001:db8::3", 3) == "a"
    doorman.leaves("b")
    assert doorman.enter("d", "2001:db8::4", 4) is None


def test_this_machine_and_proxies_may_have_any_number():
    doorman = Doorman(most=100, familiar=Networks(["10.0.0.0/8"]), most_of_one=1)
    for address in ("127.0.0.1", "10.1.2.3", None):
        assert [doorman.enter((address, n), address, 0) for n in range(5)] == [None] * 5


def test_there_is_room_within_the_descriptors():
    for descriptors in (64, 256, 1024, 20_000, 1_000_000):
        has = room(descriptors)
        assert has.connections > 0
        assert has.backlog > 0
        assert has.connections + has.backlog <= max(descriptors - 60, 32)


def test_what_is_no_network_is_left_out():
    networks = Networks(["unix", " 192.0.2.0/24"])
    assert "192.0.2.7" in networks
    assert "198.51.100.1" not in networks
    assert "unix" not in networks
    assert "2001:db8::1" in Networks(["*"])
