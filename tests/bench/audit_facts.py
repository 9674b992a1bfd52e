"""The figures that a report can print, worked out anew from the CSV tables: nothing of govindex takes part.

Sub-dimensions are read as decimal numbers; dimensions, totals, ranks, groups, means and changes are reckoned from them.
"""

from decimal import Decimal
from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parents[2] / "data"
PAR_YEAR = 2023  # the one year whose 63 totals and parts are known
PAR_PARTS = ("par.appraisal", "par.survey", "par.impact", "par.impact.sipas", "par.impact.economy")


class Facts:
    """What the tables say.

    Attributes
    ----------
    scores : dict
        Decimal by year, province and component: PAPI's total, dimensions and sub-dimensions; PAR INDEX of `PAR_YEAR`.
    ranks : dict
        Rank and number of provinces ranked, by the same key; of PAR INDEX as it is printed.
    groups : dict
        PAPI's group 1 (the highest) to 4, by the same key.
    names : dict
        Vietnamese name by component and by province.
    """

    def __init__(self, data=DATA):
        self.data = Path(data)
        self.scores, self.ranks, self.groups = {}, {}, {}
        self._parts = {}
        self._read_papi()
        self._read_par()
        self._place_all()
        changes = self._read("changes.csv")
        told = changes[(changes["comparable"] == "no") & (changes["evidence"] == "documented")]
        self._apart = set(zip(told["component"], told["year"].astype(int), strict=True))
        self._maxima = self._read_maxima()
        components, provinces = self._read("components.csv"), self._read("provinces.csv")
        self.names = dict(zip(components["component"], components["name_vi"], strict=True))
        self.names |= dict(zip(provinces["code"], provinces["name_vi"], strict=True))

    def _read(self, name):
        return pd.read_csv(self.data / name, dtype=str, keep_default_na=False)

    def _read_papi(self):
        table = self._read("scores/papi.csv")
        subs = table[table["component"].str.count(r"\.") == 2]
        sums, counts = {}, {}
        columns = (subs[name] for name in ("year", "province", "component", "score"))
        for year, province, component, score in zip(*columns, strict=True):
            dimension = component.rpartition(".")[0]
            key = int(year), province, dimension
            value = Decimal(score)
            self.scores[int(year), province, component] = value
            sums[key] = sums.get(key, 0) + value
            counts[key] = counts.get(key, 0) + 1
        whole = {}
        for (year, _, dimension), count in counts.items():
            whole[year, dimension] = max(count, whole.get((year, dimension), 0))
        for (year, dimension), _ in sorted(whole.items()):
            self._parts.setdefault(year, []).append(dimension)
        for key, total in sums.items():
            if counts[key] == whole[key[0], key[2]]:
                self.scores[key] = total
        for year, province in sorted({key[:2] for key in sums}):
            values = [self.scores.get((year, province, one)) for one in self._parts[year]]
            if None not in values:
                self.scores[year, province, "papi"] = sum(values)

    def _read_par(self):
        table = self._read("scores/par.csv")
        table = table[(table["year"] == str(PAR_YEAR)) & table["component"].isin(["par", *PAR_PARTS])]
        for row in table.itertuples():
            self.scores[PAR_YEAR, row.province, row.component] = Decimal(row.score)

    def _place_all(self):
        keys = [(*key, float(value)) for key, value in self.scores.items()]
        table = pd.DataFrame(keys, columns=["year", "province", "component", "score"])
        shown = table["component"].isin(["papi", "par"]) | (table["component"].str.count(r"\.") == 1)
        table = table[shown & ~table["component"].str.startswith("par.")]
        same = table.assign(score=table["score"].round(6)).groupby(["year", "component"])["score"]
        table["rank"] = same.rank(method="min", ascending=False).astype(int)
        table["of"] = same.transform("size")
        limits = {part: same.transform(lambda scores, part=part: scores.quantile(part)) for part in (0.25, 0.5, 0.75)}
        table["group"] = 1 + sum((table["score"].round(6) < limit - 1e-9).astype(int) for limit in limits.values())
        for row in table.itertuples():
            key = row.year, row.province, row.component
            self.ranks[key] = row.rank, row.of
            if row.component.startswith("papi"):
                self.groups[key] = row.group
        printed = self._read("ranks.csv")  # PAR INDEX ranks what it prints as equal by decimals that it does not print
        printed = printed[(printed["component"] == "par") & (printed["year"] == str(PAR_YEAR))]
        for row in printed.itertuples():
            key = PAR_YEAR, row.province, "par"
            self.ranks[key] = int(row.rank), self.ranks[key][1]

    def _read_maxima(self):
        table = self._read("frameworks.csv")
        table = table[table["maximum"] != ""]
        return [
            (row.component, int(row.first_year), int(row.last_year or 9999), Decimal(row.maximum))
            for row in table.itertuples()
        ]

    def maximum(self, component, year):
        """Return the most points that a component can have in a year."""
        return next(most for one, first, last, most in self._maxima if one == component and first <= year <= last)

    def parts(self, year):
        """Return the dimensions of PAPI in a year."""
        return self._parts[year]

    def change(self, year, province, component):
        """Return the change on the year before, None where either is missing or PAPI says that they do not compare."""
        now, before = (self.scores.get((when, province, component)) for when in (year, year - 1))
        if now is None or before is None or (component, year) in self._apart:
            return None
        if self.maximum(component, year) != self.maximum(component, year - 1):
            return None
        return now - before

    def mean(self, year, component):
        """Return the mean of the provinces scored."""
        values = [value for (when, _, one), value in self.scores.items() if (when, one) == (year, component)]
        return sum(values) / len(values)

    def list_papi(self):
        """Return every year and province with a total of PAPI."""
        return sorted(key[:2] for key in self.scores if key[2] == "papi")

    def list_par(self):
        """Return every year and province whose PAR INDEX is known with all its parts."""
        keys = sorted(key[:2] for key in self.scores if key[2] == "par")
        return [key for key in keys if all((*key, part) in self.scores for part in PAR_PARTS)]
