"""The names of all municipalities and regions as other languages write them, and words that are none of them."""

import pytest

from maltolk.swedish.gazetteer import Gazetteer
from maltolk.swedish.names_abroad import NamesAbroad

GAZETTEER = Gazetteer.default()
ABROAD = NamesAbroad(GAZETTEER.names(), GAZETTEER.by_county())
VOWELS = "aeiouyåäö"
BACK = "aouå"


def finnish(name: str) -> list[str]:
    last = next((letter for letter in reversed(name.casefold()) if letter in VOWELS), "a")
    a = "a" if last in BACK or any(letter in BACK for letter in name.casefold()) else "ä"
    i = "" if name[-1] in VOWELS else "i"
    return [f"{name}{i}{ending}" for ending in ("n", f"ss{a}", f"st{a}", f"ll{a}", "lle", f"lt{a}")]


def turkish(name: str) -> list[str]:
    return [f"{name}'{ending}" for ending in ("da", "de", "nın", "un", "ya", "dan")]


def kurdish(name: str) -> list[str]:
    return [f"{name}yê" if name[-1] in VOWELS else f"{name}ê"]


def polish(name: str) -> list[str]:
    if name.endswith("a") and len(name) > 3:
        return [name[:-1] + ending for ending in ("y", "ę", "ą")]
    return [name] if name[-1] in VOWELS else [f"{name}u", f"{name}em"]


def german(name: str) -> list[str]:
    marks = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe", "Å": "Aa", "Ä": "Ae", "Ö": "Oe"})
    return [f"{name}s", *([name.translate(marks)] if name != "Håbo" else [])]  # Haabo may be Habo


def danish(name: str) -> list[str]:
    return [name.translate(str.maketrans("äöÄÖ", "æøÆØ"))]


@pytest.mark.parametrize("inflected", [finnish, turkish, kurdish, polish, german, danish])
def test_every_name_with_the_endings_of_a_language(inflected):
    forms = {form: name for name in GAZETTEER.names() for form in inflected(name)}
    wrong = {form: ABROAD.meant(form, surely_a_name=True) for form, name in forms.items()}
    assert {form: found for form, found in wrong.items() if found != forms[form]} == {}


CYRILLIC = {
    **{"skj": "ш", "stj": "ш", "sj": "ш", "sch": "ш", "tj": "ч", "kj": "ч", "ck": "кк", "ch": "к", "x": "кс", "ö": "ё"},
    **dict(zip("abcdefghijklmnopqrstuvwzyåäé", "абсдефгхийклмнопкрстуввзюоее", strict=True)),
}
ARABIC = {
    **{"skj": "ش", "stj": "ش", "sj": "ش", "tj": "ش", "kj": "ش", "ck": "ك", "ch": "ك", "x": "كس"},
    **dict(zip("abcdefghijklmnopqrstuvwzyåäöé", "ابسديفغهييكلمنوبكرستوففزيواوي", strict=True)),
}


def transcribed(name: str, letters: dict[str, str], *, doubles: bool) -> str:
    written, rest = "", name.casefold()
    while rest:
        part = next((rest[:size] for size in (3, 2, 1) if rest[:size] in letters), rest[0])
        letter = letters.get(part, part)
        if doubles or letter != written[-1:] or letter in "اوي":
            written += letter
        rest = rest[len(part) :]
    return written


@pytest.mark.parametrize(("letters", "doubles"), [(CYRILLIC, True), (CYRILLIC, False), (ARABIC, False)])
def test_every_name_letter_by_letter_in_another_script(letters: dict[str, str], doubles: bool):
    forms = {transcribed(m.name, letters, doubles=doubles): m.name for m in GAZETTEER.municipalities}
    found = {form: ABROAD.meant(form.capitalize(), surely_a_name=True) for form in forms}
    assert {form: name for form, name in found.items() if name != forms[form]} == {}


@pytest.mark.parametrize(
    "words",
    [
        "kunta koulu lapset vanhukset paljonko maksaa asunto tavoite vuonna vero terveys kuka vastaa rakennetaan lunta",
        "gmina szkoła dzieci seniorzy ile kosztuje mieszkanie cel rok podatek zdrowie kto odpowiada budować sala ale",
        "gemeinde schule kinder senioren kostet wohnung ziel jahr steuer gesundheit verantwortlich bauen halle markt",
        "municipio escuela niños mayores cuesta vivienda objetivo año impuesto salud responsable construir sala lunes",
        "commune école enfants lundi logement objectif année impôt santé responsable construire salle malade sale",
        "belediye okul çocuk yaşlı konut hedef yıl vergi sağlık sorumlu inşaat salı lunapark tabi mali",
        "degmada iskuulka carruurta waayeelka guri hadafka sanadka canshuurta caafimaadka mas'uul dhisid",
        "şaredarî dibistan zarok kal xanî armanc sal bac tenduristî berpirsiyar avakirin lomê",
        "коммуна школа дети пожилые стоит жильё цель год налог здоровье больница ответственный строить белый море",
        "громада школа діти літні коштує житло ціль рік податок здоров'я лікарня відповідальний будувати море щоб",
        "بلدية مدرسة أطفال كبار كم تكلف شقة هدف سنة ضريبة صحة مسؤول بناء كل مرة شهر كتاب السلام أعمال المثال شارع",
        "شهرداری مدرسه کودکان سالمندان هزینه خانه هدف سال مالیات سلامت مسئول ساختن شهر بودن خوب خیلی بالا نور استاد",
    ],
)
def test_ordinary_words_are_no_names(words: str):
    found = {word: ABROAD.meant(word, surely_a_name=False) for word in words.split()}
    assert {word: name for word, name in found.items() if name is not None} == {}
