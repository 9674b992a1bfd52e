"""What an audit said of a table with slips, held against what stood there before: strict, and cell by cell.

found: an error names the cell, three cells at most or those of one slip. Else softly: only a rounding finding or a
note names it. Else wide: only an error about more cells holds it. Else silent. What the clean table is told too does
not count. repaired: one repair is offered for the cell, and it is the text that stood there, to the letter. restyled:
one, the right number, written otherwise, or true too. several: more than one. misrepaired: one, and wrong.
unrepaired: none.
"""

from collections import Counter
from typing import NamedTuple

from audit_slips import number_of

from govindex.audit.telling.sentences import list_repairs

_FEW = 3


class Said(NamedTuple):
    """A finding: severity, kind, the cells named, and the texts offered by cell and option."""

    severity: str
    kind: str
    cells: tuple
    offers: dict
    options: int


def list_said(audited):
    """Return what an audit says, by report."""
    reports, cells = audited.rows["report"].tolist(), audited.rows["cell"].tolist()
    said = {}
    for finding in audited.audit.findings:
        texts = {option: iter(told) for option, told in list_repairs(audited.labels, finding).items()}
        offers = {}
        for repair in finding.repair:
            offers.setdefault(cells[repair.cell], set()).add(next(texts[repair.option]))
        named = tuple(dict.fromkeys(cells[place] for place in finding.cells))
        one = Said(finding.severity, finding.kind, named, offers, len(texts))
        said.setdefault(reports[finding.cells[0]], []).append(one)
    return said


def judge(said, clean, rights, *, marks=True):
    """Return what is to be counted of one table.

    Parameters
    ----------
    said, clean : list of Said
        Of the table, and of the same table without its slips.
    rights : dict
        For each cell that is wrong: the text that stood there, how many cells its slip made wrong, and what else would
        be true there, ``""`` where nothing would.
    marks : bool
        Whether comma and point are two things; in a workbook of numbers they are not.
    """
    known = {(one.severity, one.kind, cell) for one in clean for cell in one.cells}
    tally = Counter()
    for cell, (right, size, too) in rights.items():
        about = [one for one in said if cell in one.cells and (one.severity, one.kind, cell) not in known]
        tally["cells"] += 1
        tally[_find(about, cell, size)] += 1
        tally[_mend(about, cell, right, too, marks=marks)] += 1
    for one in said:
        if one.severity != "error" or all((one.severity, one.kind, cell) in known for cell in one.cells):
            continue
        tally["blamed"] += not set(one.cells) & set(rights)
        if one.options == 1:
            tally["spoilt"] += len(set(one.offers) - set(rights))
    return tally


def _names(one, cell, size):
    return len(one.cells) <= max(_FEW, size) or cell in one.offers


def _find(about, cell, size):
    errors = [one for one in about if one.severity == "error"]
    if any(_names(one, cell, size) for one in errors):
        return "found"
    if any(_names(one, cell, size) for one in about if one.severity != "error"):
        return "softly"
    return "wide" if errors else "silent"


def _mend(about, cell, right, too, *, marks):
    offering = [one for one in about if cell in one.offers]
    texts = {text if marks else text.replace(".", ",") for one in offering for text in one.offers[cell]}
    if not texts:
        return "unrepaired"
    if len(texts) > 1 or any(one.options > 1 for one in offering):
        return "several"
    text = texts.pop()
    right, too = (one if marks else one.replace(".", ",") for one in (right, too))
    if text == right:
        return "repaired"
    if text == too:
        return "restyled"
    same = number_of(text) is not None and number_of(text) == number_of(right) and ("%" in text) == ("%" in right)
    return "restyled" if same else "misrepaired"
