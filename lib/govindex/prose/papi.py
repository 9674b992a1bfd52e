"""Sentences on PAPI, computed from the prepared tables of `views`; a position is told as computed, never as a rank."""

from __future__ import annotations

import pandas as pd

from govindex.compare.frameworks import judge_changes, list_covered, list_incomparable
from govindex.prose.sentences import is_small, tell_change
from govindex.tables.page import Page
from govindex.views import papi_scored, papi_table
from govindex.words import DIGITS, listing, number, quote, say

_DIGITS = DIGITS["papi"]
_LOW = (3, 4)


def papi_title(page: Page, table: pd.DataFrame) -> str:
    """Return the total with its group and how many dimensions are in the highest and the lower groups.

    For `papi_table` and `papi_spread` alike; where the province was not scored, the one line that says so.
    """
    rows = table[(table["level"] == "dimension") & table["score"].notna()]
    if rows.empty:
        return tell_unscored(page)
    highest, low = _count(page, rows, (1,)), _count(page, rows, _LOW)
    key = "all_of" if highest == len(rows) else "some_of" if highest else "none_of"
    told = {
        "highest": say(f"papi.{key}", page.lang, some=highest, count=len(rows)),
        "low": "" if key == "all_of" else say("papi.in_low", page.lang, some=low or say("papi.none", page.lang)),
    }
    total = _find_total(papi_table(page))
    if total is None:
        return say("papi.table_no_total", page.lang, place=page.place, year=page.year, count=len(rows), **told)
    return say("papi.table_title", page.lang, place=page.place, year=page.year, **_tell_total(page, total), **told)


def papi_paragraph(page: Page) -> list[str]:
    """Return the paragraphs under the table: total, group and computed position; what changed; the groups."""
    table = papi_table(page)
    if table.empty:
        return [tell_unscored(page)]
    total = _find_total(table)
    rows = table[(table["level"] == "dimension") & table["score"].notna()]
    if total is None:
        missing = table.loc[(table["level"] == "dimension") & table["score"].isna(), "name"]
        first = say("papi.no_total", page.lang, place=page.place, year=page.year, names=_quote_all(missing, page.lang))
    else:
        told = [
            say("papi.total_is", page.lang, place=page.place, year=page.year, **_tell_total(page, total)),
            say("papi.position", page.lang, place=page.place, rank=total["rank"], scored=total["scored"]),
        ]
        if total["borderline"]:
            told.append(say("papi.borderline", page.lang, place=page.place))
        first = " ".join(told)
    changed = [tell_total_change(page), *_tell_changes(page, rows)]
    return [first, " ".join(changed), " ".join([_tell_groups(page, rows), *_tell_other_groups(page, table)])]


def _tell_other_groups(page: Page, table: pd.DataFrame) -> list[str]:
    """Return a note on each group that is published as another than the scores of all provinces give."""
    apart = table[table["computed_group"].notna()]
    return [
        say(
            "papi.other_group",
            page.lang,
            name=quote(row["name"]) if row["level"] != "total" else say("papi.name_total", page.lang),
            group=say(f"group_phrase.{find_place(row['group'], page.lang)}", page.lang),
            computed=say(f"group_phrase.{find_place(row['computed_group'], page.lang)}", page.lang),
        )
        for _, row in apart.iterrows()
    ]


def tell_unscored(page: Page) -> str:
    """Return the one line for a province without any PAPI score in the page's year."""
    scored = papi_scored(page)
    if not scored:
        return say("absent.provinces", page.lang, measure="PAPI", year=page.year)
    return say("papi.unscored", page.lang, place=page.place, year=page.year, scored=scored)


def tell_total_change(page: Page) -> str:
    """Return the change of the total on the year before with its groups, or why there is none."""
    base = page.year - 1
    now, before = papi_table(page), papi_table(page._replace(year=base))
    if not papi_scored(page._replace(year=base)):
        return say("papi.no_base", page.lang, year=page.year)
    totals = {when: _find_total(table) for when, table in ((base, before), (page.year, now))}
    missing = [str(when) for when, total in totals.items() if total is None]
    if missing:
        return say("papi.base_unscored", page.lang, place=page.place, years=listing(missing, page.lang))
    if pd.isna(totals[page.year]["change"]):
        return _tell_not_comparable(page, base)
    before, now = (find_place(totals[when]["group"], page.lang) for when in (base, page.year))
    moved = "same_group" if before == now else "moved_up" if now < before else "moved_down"
    phrases = {"before": say(f"group_phrase.{before}", page.lang), "now": say(f"group_phrase.{now}", page.lang)}
    told = tell_change(page, totals[page.year]["change"], "papi", base=base)
    return told + say(f"papi.{moved}", page.lang, **phrases) + "."


def _tell_not_comparable(page: Page, base: int) -> str:
    """Return why two totals are not compared: what the publisher says, else that their frameworks differ."""
    judged = judge_changes(page.tables, "papi", year=page.year, base=base).set_index("component")
    if "papi" in judged.index:
        return judged.at["papi", f"text_{page.lang}"]
    return say("papi.not_comparable", page.lang, year=page.year, base=base)


def _tell_changes(page: Page, rows: pd.DataFrame) -> list[str]:
    """Return how many dimensions rose and fell, the largest rise and fall beyond noise, and what does not compare."""
    base = page.year - 1
    scored = rows[rows["change"].notna()]
    left_out = scored["component"].isin(list_incomparable(page.tables, "papi", year=page.year, base=base))
    known = scored[~left_out]
    judged = judge_changes(page.tables, "papi", year=page.year, base=base).set_index("component")
    reasons = _tell_left_out(page, scored[left_out], judged)
    if known.empty:
        return reasons
    careful = judged.index[judged["comparable"] == "caution"]
    small = [is_small(page, change, code) for code, change in zip(known["component"], known["change"], strict=True)]
    steps = known["change"].mask(small, 0)
    counts = {"risen": (steps > 0).sum(), "fallen": (steps < 0).sum(), "unchanged": (steps == 0).sum()}
    told = [say(f"papi.{key}", page.lang, count=count) for key, count in counts.items() if count]
    key = next((f"all_{key}" for key in ("risen", "fallen") if counts[key] == len(known)), "counts")
    counted = say(f"papi.{key}", page.lang, count=len(known), base=page.year - 1, told=listing(told, page.lang))
    sentences = [counted] if len(known) > 1 else []
    for way, most in (("up", known.loc[steps > 0]), ("down", known.loc[steps < 0])):
        if len(most):
            row = most.loc[most["change"].abs().idxmax()]
            change = number(row["change"], page.lang, _DIGITS, sign=True)
            key = f"papi.{'most' if len(most) > 1 else 'one'}_{way}"
            sentence = say(key, page.lang, name=quote(row["name"]), change=change)
            told_with_care = row["component"] in careful and "papi" not in careful
            sentences.append(sentence + (say("papi.with_care", page.lang) if told_with_care else "") + ".")
    return [*_tell_care(page, judged), *sentences, *reasons, *_tell_recomposed(page, known)]


def _tell_left_out(page: Page, rows: pd.DataFrame, judged: pd.DataFrame) -> list[str]:
    """Return for each dimension that does not compare with the year before a sentence that says why."""
    texts = judged[f"text_{page.lang}"]
    return [
        say(
            "papi.left_out",
            page.lang,
            name=quote(row.label),
            base=page.year - 1,
            text=_begin_small(texts[row.component]),
        )
        for row in rows[["component", "name"]].rename(columns={"name": "label"}).itertuples(index=False)
    ]


def _tell_care(page: Page, judged: pd.DataFrame) -> list[str]:
    """Return why all changes of the year are to be read with care, where they are."""
    if "papi" not in judged.index or judged.at["papi", "comparable"] != "caution":
        return []
    text = _begin_small(judged.at["papi", f"text_{page.lang}"])
    return [say("papi.care_total", page.lang, base=page.year - 1, text=text)]


def _tell_recomposed(page: Page, rows: pd.DataFrame) -> list[str]:
    """Return which of the dimensions compared are made of other sub-dimensions than in the year before."""
    now, before = (_list_parts(page, year) for year in (page.year, page.year - 1))
    changed = rows["component"].map(lambda code: now.get(code) != before.get(code)) & (rows["level"] != "total")
    names = rows.loc[changed, "name"]
    if names.empty:
        return []
    return [say("papi.recomposed", page.lang, year=page.year, names=_quote_all(names, page.lang))]


def _list_parts(page: Page, year: int) -> dict[str, set[str]]:
    covered = list_covered(page.tables, "papi", year=year)[["component"]]
    parts = covered.merge(page.tables.components[["component", "parent"]], on="component")
    return {parent: set(codes) for parent, codes in parts.groupby("parent")["component"]}


def _tell_groups(page: Page, rows: pd.DataFrame) -> str:
    told = []
    if rows["group"].nunique() == 1 and len(rows) > 1:
        phrase = say(f"group_phrase.{find_place(rows['group'].iloc[0], page.lang)}", page.lang)
        return say("papi.by_group", page.lang, told=say("papi.in_all", page.lang, count=len(rows), group=phrase))
    for group in (1, 2, *_LOW):
        names = rows.loc[rows["group"] == say(f"group.{group}", page.lang), "name"]
        if len(names):
            phrase = say(f"group_phrase.{group}", page.lang)
            told.append(
                say("papi.in_group", page.lang, count=len(names), group=phrase, names=_quote_all(names, page.lang))
            )
        elif group == 1:
            told.append(say("papi.no_highest", page.lang))
    if not _count(page, rows, _LOW):
        told.append(say("papi.no_low", page.lang))
    return say("papi.by_group", page.lang, told="; ".join(told))


def _tell_total(page: Page, total: pd.Series) -> dict[str, str]:
    return {
        "score": number(total["score"], page.lang, _DIGITS),
        "maximum": number(total["scale"], page.lang, 0),
        "group": say(f"group_phrase.{find_place(total['group'], page.lang)}", page.lang),
    }


def _find_total(table: pd.DataFrame) -> pd.Series | None:
    total = table[(table["level"] == "total") & table["score"].notna()]
    return total.iloc[0] if len(total) else None


def _count(page: Page, rows: pd.DataFrame, groups: tuple[int, ...]) -> int:
    return int(rows["group"].isin([say(f"group.{group}", page.lang) for group in groups]).sum())


def find_place(group: str, lang: str) -> int:
    """Return the place of a group by its name, 1 (highest) to 4 (lowest)."""
    return next(place for place in (1, 2, 3, 4) if say(f"group.{place}", lang) == group)


def _quote_all(names: pd.Series, lang: str) -> str:
    return listing([quote(name) for name in names], lang)


def _begin_small(text: str) -> str:
    """Return a sentence as it stands within another; names of capitals only (PAPI) stay."""
    return text if text[:2].isupper() else text[0].lower() + text[1:]
