"""Clean tables as provincial reports print them, from the panel: PAPI in five layouts, PAR INDEX with its losses."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from govindex.compare.frameworks import list_covered
from govindex.compare.ranks import group_scores

STYLES = [(2, "rounded"), (3, "rounded"), (2, "cut"), (3, "cut")]
LAYOUTS = ["scores", "changes", "years", "ranks", "whole"]
GROUPS = ["Cao nhất", "Trung bình cao", "Trung bình thấp", "Thấp nhất"]
WORDS = {"up": "tăng", "down": "giảm"}
PAR = ["par", "par.appraisal", "par.survey", "par.impact", "par.impact.sipas", "par.impact.economy"]


class Panel:
    """The panel's figures by year, province and component."""

    def __init__(self, tables):
        shown = (tables.scores["component"].str.count(r"\.") < 2) | (tables.scores["measure"] == "par")
        scores = tables.scores[shown]
        self.scores = scores.set_index(["year", "province", "component"])["score"].to_dict()
        papi = scores[scores["measure"] == "papi"]
        self.places = {}
        for component, year in sorted(set(zip(papi["component"], papi["year"], strict=True))):
            for row in group_scores(tables, component, year=year).itertuples():
                self.places[year, row.province, component] = (row.rank, row.scored, row.group)
        covered = list_covered(tables, "par", year=2020)
        self.maxima = dict(zip(covered["component"], covered["maximum"], strict=True))

    def list_tables(self):
        """Return every year and province with a total of PAPI."""
        return sorted((year, province) for year, province, component in self.scores if component == "papi")

    def list_par(self):
        """Return every province whose parts of PAR INDEX 2020 are all known."""
        named = sorted({province for year, province, _ in self.scores if year == 2020})
        return [one for one in named if all((2020, one, part) in self.scores for part in PAR)]

    def list_components(self, year, province):
        """Return the total and dimensions that a year scores."""
        names = ["papi", *(f"papi.{number}" for number in range(1, 9))]
        return [name for name in names if (year, province, name) in self.scores]


def shorten(value, decimals, how):
    """Return a figure as it is printed: rounded or cut."""
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(round(value, 9))).quantize(step, ROUND_HALF_UP if how == "rounded" else ROUND_DOWN)


def write(value, *, sign=False):
    """Return a figure as text with a comma."""
    text = str(value).replace(".", ",")
    return f"+{text}" if sign and value > 0 else text


def make_cell(component, what, printed, value=float("nan"), *, year, province, decimals=0, word="", unit="points"):
    """Return a cell as the audit takes it."""
    return {
        "report": "", "measure": component.partition(".")[0], "year": year, "province": province,
        "component": component, "what": what, "printed": printed, "unit": unit, "table": "table", "row": component,
        "note": "", "value": float(value), "decimals": decimals, "word": word, "extra": None,
    }  # fmt: skip


def print_papi(panel, year, province, style, layout):
    """Return the cells of a clean table of PAPI."""
    decimals, how = style
    components = panel.list_components(year, province)
    before = {one: panel.scores.get((year - 1, province, one)) for one in components}
    comparable = None not in before.values() and len(panel.list_components(year - 1, province)) == len(components)
    cells = []

    def put(component, what, printed, value=float("nan"), when=year, **more):
        cells.append(make_cell(component, what, printed, value, year=when, province=province, **more))

    for component in components:
        exact = panel.scores[year, province, component]
        score = shorten(exact, decimals, how)
        put(component, "score", write(score), score, decimals=decimals)
        if comparable and layout in ("years", "whole"):
            old = shorten(before[component], decimals, how)
            put(component, "score", write(old), old, year - 1, decimals=decimals)
        if comparable and layout in ("changes", "years", "whole"):
            change = score - old if layout == "years" else shorten(exact - before[component], decimals, how)
            put(component, "change", write(change, sign=True), change, decimals=decimals)
            if layout == "whole" and change:
                word = "up" if change > 0 else "down"
                put(component, "direction", WORDS[word], word=word, unit="words")
        rank, scored, group = panel.places[year, province, component]
        if layout in ("changes", "ranks", "whole"):
            put(component, "group", GROUPS[group - 1], word=str(group), unit="group")
        if layout in ("ranks", "whole"):
            put(component, "rank", f"{rank}/{scored}", rank, unit="rank")
            put(component, "rank_of", f"{rank}/{scored}", scored, unit="provinces")
    if comparable and layout == "whole":
        moves = [panel.scores[year, province, one] - before[one] for one in components[1:]]
        for what, count in (("count_up", sum(one > 0 for one in moves)), ("count_down", sum(one < 0 for one in moves))):
            put("papi", what, f"{count:02d}", count, unit="components")
    return cells


def print_par(panel, province):
    """Return the cells of a clean table of PAR INDEX 2020: maximum, score, points lost, share."""
    cells = []

    def put(component, what, printed, value, *, decimals, unit="points"):
        cells.append(
            make_cell(component, what, printed, value, year=2020, province=province, decimals=decimals, unit=unit)
        )

    for component in PAR:
        score, maximum = panel.scores[2020, province, component], panel.maxima[component]
        put(component, "max", write(f"{maximum:g}"), maximum, decimals=len(f"{maximum:g}".partition(".")[2]))
        put(component, "score", write(f"{score:.2f}"), score, decimals=2)
        put(component, "lost", write(f"{maximum - score:.2f}"), round(maximum - score, 2), decimals=2)
        share = shorten(100 * score / maximum, 2, "rounded")
        put(component, "share_pct", write(share), share, decimals=2, unit="percent")
    return cells
