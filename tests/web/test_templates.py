"""What templates do with words."""

from maltolk.web.templates import marked_once


def test_a_numbered_item_has_no_dot_as_well():
    written = "Mål:\n• 1. Bada [1]\n• Leka • 2. gånger [2]\n• 10. Bo"
    assert marked_once(written) == "Mål:\n1. Bada [1]\n• Leka • 2. gånger [2]\n10. Bo"
