"""Tables that are laid out of other elements: by roles for those who listen, or by the page's own styles."""

from lxml import etree

from maltolk.reading.formats.html.own_styles import Styles

_ROLES = {"table": "table", "grid": "table", "treegrid": "table", "row": "tr"}
_ROLES |= {"cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_DISPLAYS = {"table": "table", "table-row": "tr", "table-cell": "td"}
_OWN = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})


def tables_of(root: etree._Element, styles: Styles) -> None:
    """Make tables of them, where there are rows with cells."""
    for element in list(root.iter(etree.Element)):
        if element.tag in _OWN:
            continue
        for named in (_ROLES, _DISPLAYS):
            if _means(element, named, styles) == "table" and _has_cells(element, named, styles):
                _rename(element, named, styles)
                break


def _means(element: etree._Element, named: dict[str, str], styles: Styles) -> str | None:
    given = element.get("role") if named is _ROLES else styles.of(element).get("display")
    return named.get(given or "")


def _has_cells(table: etree._Element, named: dict[str, str], styles: Styles) -> bool:
    rows = [row for row in table.iter(etree.Element) if row is not table and _means(row, named, styles) == "tr"]
    return any(sum(_means(cell, named, styles) in ("td", "th") for cell in row) > 1 for row in rows)


def _rename(table: etree._Element, named: dict[str, str], styles: Styles) -> None:
    for element in table.iter(etree.Element):
        if element.tag not in _OWN and (tag := _means(element, named, styles)) is not None:
            element.tag = tag
            element.attrib.pop("role", "")
