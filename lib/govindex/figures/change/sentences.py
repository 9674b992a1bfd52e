"""Sentences on every pair of years: what a careful reader may say of all provinces, and what not."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import find_framework, judge_changes, list_shifted
from govindex.compare.precision import ROUNDING, find_smallest_change, is_beyond_noise
from govindex.figures.change.tables import PAIR, list_commons, list_contributions, list_moves, list_pairs, list_parts
from govindex.figures.lists import list_page_years
from govindex.tables.kept import kept
from govindex.tables.load import Tables
from govindex.tables.names import MEASURES, name_component
from govindex.words import listing, number, quote, say, template

SURE = 0.05  # of a test: a probability below it is told as a difference
_THIN = 0.5  # of all provinces: with fewer known nothing is said of the country


@kept
def list_told(tables: Tables, lang: str) -> pd.DataFrame:
    """Return what is told of each pair of years: measure, first, year, title, told (a list of paragraphs)."""
    commons = list_commons(tables, lang).groupby(PAIR).size()
    rows = [
        {name: row[name] for name in PAIR} | {"told": _tell_pair(tables, row, commons, lang)}
        for row in list_pairs(tables).to_dict("records")
    ]
    same = [{"measure": each, "first": year, "year": year} for each in MEASURES for year in list_page_years(tables)]
    told = pd.DataFrame(rows + [row | {"told": [say("sheet_change.same", lang)]} for row in same])
    return told.assign(title=[_tell_title(*pair, lang) for pair in told[PAIR].itertuples(index=False, name=None)])


def _tell_title(measure: str, first: int, year: int, lang: str) -> str:
    key = "title_same" if first == year else "title"
    return say(f"sheet_change.{key}", lang, measure_name=say(f"measure.{measure}", lang), first=first, year=year)


def _tell_pair(tables: Tables, row: dict, commons: pd.Series, lang: str) -> list[str]:
    if row["comparable"] == "no":
        count = int(commons.get(tuple(row[name] for name in PAIR), 0))
        told = say(f"sheet_change.{'some' if count else 'no'}_common", lang, count=count)
        why = tell_reason(tables, row["measure"], base=row["first"], year=row["year"], lang=lang)
        return [say("sheet_change.refused", lang, first=row["first"], year=row["year"], why=why), told]
    counted = _tell_counts(tables, row, lang)
    careful = []
    if row["comparable"] == "caution":
        text = _read_reason(tables, row["measure"], row["first"], row["year"], lang)
        careful = [say("sheet_change.caution", lang, first=row["first"], year=row["year"], text=text)]
    shifted = list_shifted_parts(tables, *(row[name] for name in PAIR))
    if shifted and row["known"]:
        names = listing([quote(name_component(tables, each, lang, year=row["year"])) for each in shifted], lang)
        careful.insert(0, say("sheet_change.shifted", lang, names=names))
    return [*counted, *careful, *([_tell_line(row, lang)] if row["known"] > 1 else [])]


def list_shifted_parts(tables: Tables, measure: str, first: int, year: int) -> list[str]:
    """Return the parts right below a total whose own measuring changed between two years."""
    below = set(tables.components.loc[tables.components["parent"] == measure, "component"])
    return [each for each in list_shifted(tables, measure, base=first, year=year) if each in below]


def tell_care(tables: Tables, pairs: pd.DataFrame, lang: str) -> list[str | None]:
    """Return what a title on the total adds for each pair of years, of `list_pairs`: its reserve, or nothing."""
    told: list[str | None] = []
    for measure, first, year, comparable in pairs[[*PAIR, "comparable"]].itertuples(index=False, name=None):
        shifted = comparable == "yes" and list_shifted_parts(tables, measure, first, year)
        key = "caution" if comparable == "caution" else "shifted" if shifted else ""
        told.append(say(f"sheet_change.care_{key}", lang) if key else None)
    return told


def list_careful(lang: str, *keys: str) -> tuple[str, ...]:
    """Return templates of titles on a total: each with its reserve, where there is one, then as it is."""
    texts = [template(f"sheet_change.{key}", lang) for key in keys]
    return tuple(each for text in texts for each in (text + "{care}", text))


def tell_reason(tables: Tables, measure: str, *, base: int, year: int, lang: str) -> str:
    """Return why the totals of two years do not compare: what the publisher says, or how they are made."""
    now, before = (find_framework(tables, measure, year=when) for when in (year, base))
    if now is not None and now == before:
        return _read_reason(tables, measure, base, year, lang)
    unknown = [str(when) for when, name in ((base, before), (year, now)) if name is None]
    if unknown:
        return say("sheet_change.framework_unknown", lang, years=listing(unknown, lang))
    return say("sheet_change.frameworks", lang, first=base, year=year, before=before, now=now)


def _read_reason(tables: Tables, measure: str, base: int, year: int, lang: str) -> str:
    judged = judge_changes(tables, measure, year=year, base=base)
    return " ".join(judged.loc[judged["component"] == measure, f"text_{lang}"])


def _tell_counts(tables: Tables, row: dict, lang: str) -> list[str]:
    known, digits = row["known"], 2
    told: list[str] = []
    if not known:
        told.append(say("sheet_change.nobody", lang))
    elif known < _THIN * row["units"]:
        key = "thin_one" if known == 1 else "thin"
        told.append(say(f"sheet_change.{key}", lang, known=known, units=row["units"]))
    if known > 1:
        counted = say(
            "sheet_change.counted",
            lang,
            known=known,
            **{name: int(row[name]) for name in ("rose", "fell", "within")},
            margin=number(row["margin"], lang, digits),
            median=number(row["median"], lang, digits, sign=True),
            unit=say(f"unit.{row['measure']}", lang),
        )
        if row["margin"] > ROUNDING:
            counted += " " + say("sheet_change.chance", lang, chance=number(0.05 * known, lang, 0))
        told.append(counted)
    counts = tables.counts[(tables.counts["component"] == row["measure"]) & (tables.counts["year"] == row["year"])]
    counts = counts.set_index("what")["count"]
    if row["first"] == row["year"] - 1 and {"rising", "falling"} <= set(counts.index):
        counted = {name: int(counts[name]) for name in ("rising", "falling")}
        told.append(say("sheet_change.published", lang, first=row["first"], **counted))
    return told


def _tell_line(row: dict, lang: str) -> str:
    if pd.isna(row["slope"]):
        return say("sheet_change.line_none", lang)
    shown = {name: number(row[name], lang, 2) for name in ("slope", "low", "high")}
    shown |= {"first": row["first"], "size": number(abs(row["slope"]), lang, 2)}
    shown["spread"] = number(100 * row["spread"], lang, 0)
    p_least = 0.001
    written = number(max(row["p_spread"], p_least), lang, 3)
    shown["p"] = f"{'<' if row['p_spread'] < p_least else '='} {written}"
    slope = "open" if row["low"] <= 0 <= row["high"] else "more" if row["low"] > 0 else "less"
    spread = "same" if row["p_spread"] >= SURE else "narrowed" if row["spread"] < 1 else "widened"
    told = [f"line_{slope}", f"spread_{spread}", *(["no_proof"] if slope == "less" and spread != "narrowed" else [])]
    return " ".join(say(f"sheet_change.{key}", lang, **shown) for key in told)


def list_splits(tables: Tables, lang: str) -> pd.DataFrame:
    """Return the parts that moved each total most.

    One row per measure, first, year and province that can be split: change (points), up_name and up (the part that
    raised it most and its points), down_name and down; missing where no part did beyond noise. A part whose own
    measuring changed is not among them.
    """
    parts = list_parts(tables, lang)
    rows = list_contributions(tables).merge(parts[[*PAIR, "component", "name"]], on=[*PAIR, "component"])
    keys = [*PAIR, "province"]
    splits = rows[keys].drop_duplicates().merge(list_moves(tables)[[*keys, "change"]], on=keys)
    pairs = rows[PAIR].drop_duplicates().itertuples(index=False, name=None)
    moved_all = {(one, first, year): list_shifted(tables, one, base=first, year=year) for one, first, year in pairs}
    shifted = [
        code in moved_all[tuple(pair)] for *pair, code in rows[[*PAIR, "component"]].itertuples(index=False, name=None)
    ]
    margins = rows["component"].map({code: find_smallest_change(tables, code) for code in rows["component"].unique()})
    sure = rows[is_beyond_noise(rows["score"] - rows["base_score"], margins) & ~pd.Series(shifted, rows.index)]
    sure = sure.assign(name=sure["name"].map(quote))
    for end, sign in (("up", 1), ("down", -1)):
        moved = sure[sure["contribution"] * sign > 0].sort_values("contribution", ascending=sign < 0, kind="stable")
        most = moved.drop_duplicates(keys)[[*keys, "name", "contribution"]]
        splits = splits.merge(most.rename(columns={"name": f"{end}_name", "contribution": end}), on=keys, how="left")
    return splits
