from maltolk.swedish.collation import swedish_order


def test_swedish_order_has_its_own_letters_last() -> None:
    names = ["Öland", "Ärla", "Ås", "Zeta", "Élise", "Elsa", "eda", "Emil", "A\u030ase"]
    ordered = ["eda", "Élise", "Elsa", "Emil", "Zeta", "Ås", "A\u030ase", "Ärla", "Öland"]
    assert sorted(names, key=swedish_order) == ordered
