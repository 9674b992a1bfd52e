"""Tables as provinces' reports print them: a foreign hand, which shares nothing with how the audit reads and writes.

Each style is that of a report in ``data/published``: its decimals, comma or point, rounding or cutting, words or signs,
which figures stand in it. A cell is a dict of the columns that the audit takes, all text.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from audit_facts import PAR_PARTS

GROUPS = ("Cao nhất", "Trung bình cao", "Trung bình thấp", "Thấp nhất")
COLUMNS = (
    "report", "cell", "measure", "year", "province", "component", "what", "printed", "unit", "table", "row", "note"
)  # fmt: skip

# decimals: of dimensions and of the total; zeros: whether final ones are printed; change: as signs ("+1,16"), words
# ("tăng 1,16"), or words with the unit ("giảm 0.78 điểm"); rows, total: what stands in a row and in that of the total;
# before: what of the year before; whole: figures that follow after the table.
_STYLE = {
    "decimals": (2, 2), "mark": ",", "cut": False, "zeros": True, "change": "words", "lower": False, "names": False,
    "rank": "{rank}", "places": "{n}", "rows": ("max", "score"), "total": ("max", "score"), "before": (), "whole": (),
    "units": True,
}  # fmt: skip
STYLES = {
    "an-giang-2018": {
        "total": ("max", "score", "change", "rank", "rank_change"),
        "before": ("max", "score", "rank"), "places": "{n:02d}",
    },
    "bac-ninh-2020": {
        "decimals": (3, 2), "zeros": False, "lower": True, "rows": ("max", "score", "group"),
        "total": ("max", "score", "change", "rank"), "before": ("rank",),
    },
    "hai-phong-2021": {
        "decimals": (3, 3), "zeros": False, "change": "signs", "rows": ("score", "group", "change"),
        "total": ("score", "group", "change"),
    },
    "lao-cai-2021": {
        "decimals": (2, 3), "mark": ".", "change": "units", "rank": "{rank}/{of}", "rows": ("max", "score", "change"),
        "total": ("max", "score", "rank"), "whole": ("count_down", "count_up"), "names": True,
    },
    "quang-ngai-2023": {
        "cut": True, "total": ("max", "score", "change", "rank", "rank_change"), "whole": ("count_down", "count_up"),
    },
    "tien-giang-2023": {
        "decimals": (4, 4), "total": ("max", "score", "rank", "rank_change"), "rank": "{rank}/{of}",
        "before": ("max", "score", "rank"), "before_rows": ("max", "score"), "before_decimals": 2, "before_cut": True,
        "places": "{n} bậc",
    },
    "yen-bai-2023": {
        "decimals": (4, 4), "lower": True, "total": ("max", "score", "rank", "rank_change", "group"), "units": False,
    },
    "two years, signs": {
        "change": "signs", "rows": ("score", "change", "change_pct", "direction"), "before_rows": ("score",),
        "total": ("score", "change", "change_pct", "direction"), "before": ("score",), "names": True,
    },
    "change in per cent": {
        "decimals": (3, 3), "change": "percent", "rows": ("score", "change"), "total": ("score", "change"),
    },
}  # fmt: skip
PAR_STYLE = "par"


def shorten(value, decimals, *, cut=False):
    """Return a decimal number rounded half up, or cut, to some decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN if cut else ROUND_HALF_UP)


def show(value, *, mark=",", zeros=True):
    """Return a decimal number as text."""
    text = f"{value:f}"
    if not zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", mark)


class _Table:
    def __init__(self, facts, year, province, style):
        self.facts, self.year, self.province, self.style = facts, year, province, {**_STYLE, **style}
        self.cells = []

    def put(self, component, what, printed, unit, *, when=None, row="", note=""):
        when = when or self.year
        named = self.style["names"]
        self.cells.append(
            {
                "report": "", "cell": f"{component}/{what}/{when}", "measure": component.partition(".")[0],
                "year": str(when), "province": self.facts.names[self.province] if named else self.province,
                "component": self.facts.names[component] if named and "." in component else component, "what": what,
                "printed": printed, "unit": unit if self.style["units"] else "", "table": "1", "row": row, "note": note,
            }
        )  # fmt: skip

    def write(self, value, decimals, *, cut=None):
        style = self.style
        short = shorten(value, decimals, cut=style["cut"] if cut is None else cut)
        return show(short, mark=style["mark"], zeros=style["zeros"])

    def put_score(self, component, decimals, row):
        self.put(component, "score", self.write(self.facts.scores[self.year, self.province, component], decimals),
                 "points", row=row)  # fmt: skip

    def put_max(self, component, when, row):
        self.put(component, "max", show(self.facts.maximum(component, when).normalize(), mark=self.style["mark"]),
                 "points", when=when, row=row)  # fmt: skip

    def put_change(self, component, decimals, row):
        change = self.facts.change(self.year, self.province, component)
        if change is None:
            return
        how = self.style["change"]
        if how == "percent":
            before = self.facts.scores[self.year - 1, self.province, component]
            text = self.write(abs(100 * change / before), 2)
            self.put(component, "change", self.sign(change, text) + "%", "percent", row=row)
            return
        text = self.write(abs(change), decimals)
        if how == "signs":
            text = self.sign(change, text)
        else:
            text = f"{'tăng' if change > 0 else 'giảm'} {text}" + (" điểm" if how == "units" else "")
        self.put(component, "change", text, "points", row=row)

    def sign(self, change, text):
        if not any(letter in "123456789" for letter in text):
            return text
        return ("+" if change > 0 else "-") + text

    def put_growth(self, component, row):
        change = self.facts.change(self.year, self.province, component)
        if change is not None:
            before = self.facts.scores[self.year - 1, self.province, component]
            text = self.sign(change, self.write(abs(100 * change / before), 2))
            self.put(component, "change_pct", f"{text}%", "percent", row=row)

    def put_direction(self, component, row):
        change = self.facts.change(self.year, self.province, component)
        if change is not None and abs(change) >= Decimal("0.01"):
            self.put(component, "direction", "(+)" if change > 0 else "(-)", "sign", row=row)

    def put_rank(self, component, when, row):
        found = self.facts.ranks.get((when, self.province, component))
        if found:
            text = self.style["rank"].format(rank=found[0], of=found[1])
            self.put(component, "rank", text, "rank", when=when, row=row)

    def put_rank_change(self, component, row):
        now, before = (self.facts.ranks.get((when, self.province, component)) for when in (self.year, self.year - 1))
        gained = before[0] - now[0] if now and before else 0
        if gained and self.facts.change(self.year, self.province, component) is not None:
            text = f"{'tăng' if gained > 0 else 'giảm'} {self.style['places'].format(n=abs(gained))}"
            self.put(component, "rank_change", text, "places", row=row)

    def put_group(self, component, row):
        text = GROUPS[self.facts.groups[self.year, self.province, component] - 1]
        self.put(component, "group", text.lower() if self.style["lower"] else text, "group", row=row)

    def put_row(self, component, whats, decimals, row):
        for what in whats:
            if what == "score":
                self.put_score(component, decimals, row)
            elif what == "max":
                self.put_max(component, self.year, row)
            elif what == "change":
                self.put_change(component, decimals, row)
            elif what == "change_pct":
                self.put_growth(component, row)
            elif what == "rank":
                self.put_rank(component, self.year, row)
            else:
                {"rank_change": self.put_rank_change, "group": self.put_group, "direction": self.put_direction}[what](
                    component, row
                )

    def put_before(self, component, whats, row):
        style, when = self.style, self.year - 1
        value = self.facts.scores.get((when, self.province, component))
        if value is None:
            return
        decimals = style.get("before_decimals", style["decimals"][component == "papi"])
        for what in whats:
            if what == "score":
                text = self.write(value, decimals, cut=style.get("before_cut"))
                self.put(component, what, text, "points", when=when, row=row)
            elif what == "max":
                self.put_max(component, when, row)
            else:
                self.put_rank(component, when, row)


def write_papi(facts, year, province, style):
    """Return the cells of a table of PAPI in one of the styles."""
    table = _Table(facts, year, province, STYLES[style])
    of_parts, of_total = table.style["decimals"]
    parts = facts.parts(year)
    for part in parts:
        row = part.rpartition(".")[2]
        table.put_row(part, table.style["rows"], of_parts, row)
        table.put_before(part, table.style.get("before_rows", ()), row)
    table.put_row("papi", table.style["total"], of_total, "Tổng")
    table.put_before("papi", table.style["before"], "Tổng")
    changes = [facts.change(year, province, part) for part in parts]
    if None not in changes:
        for what in table.style["whole"]:
            count = sum((change > 0) == (what == "count_up") for change in changes)
            table.put("papi", what, f"{count:02d}" if table.style["mark"] == "," else str(count), "components")
    return table.cells


def write_par(facts, year, province):
    """Return the cells of a table of PAR INDEX as Hải Phòng prints it, with shares, rank and distance to the mean."""
    table = _Table(facts, year, province, {"rank": "{rank}/{of}"})
    for component in (*PAR_PARTS, "par"):
        score, most = facts.scores[year, province, component], facts.maximum(component, year)
        row = "Tổng điểm" if component == "par" else component
        table.put_max(component, year, row)
        table.put_score(component, 2, row)
        table.put(component, "lost", table.write(most - score, 2), "points", row=row)
        table.put(component, "share_pct", f"{table.write(100 * score / most, 1)}%", "percent", row=row)
    mean = shorten(facts.mean(year, "par"), 2)
    table.put_rank("par", year, "Tổng điểm")
    above = facts.scores[year, province, "par"] - mean
    table.put("par", "above_mean", table.sign(above, table.write(abs(above), 2)), "points", row="Tổng điểm")
    return table.cells


def write_table(facts, year, province, style):
    """Return the cells of a table in a style of PAPI, or in that of PAR INDEX."""
    return write_par(facts, year, province) if style == PAR_STYLE else write_papi(facts, year, province, style)
