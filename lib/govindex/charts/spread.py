"""Charts of a spread: where a province's scores lie between the lowest and the highest of all provinces."""

from __future__ import annotations

import altair as alt
import pandas as pd

from govindex.charts import theme
from govindex.words import DIGITS, number, say

LEFT = 216  # pixels where the scores begin; names stand left of it
TOLD, GROUP = 566, 580  # where a score ends and the group's mark stands, right of them
BANDS = [("at_lowest", "at_q1", 4), ("at_q1", "at_median", 3), ("at_median", "at_q3", 2), ("at_q3", "at_highest", 1)]
_NOT_DRAWN = ["measure", "component", "level", "short", "base_year", "source", "publisher"]
LETTERS = 34  # of a name that fits left of the scores on one line


def part_spread_chart(spread: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return one row per component of PAR INDEX, in per cent of its maximum, with the quarters of all provinces.

    Parameters
    ----------
    spread : DataFrame
        As `dimension_spread_chart` takes it, with quarter in place of group, scale and share; base scores are missing.
    """
    rows = spread.assign(
        y=[22 + 44 * place for place in range(len(spread))],
        lines=[theme.halve_name(name, LETTERS) for name in spread["name"]],
        told=[_tell_score(score, scale, lang, DIGITS["par"]) for score, scale in spread[["score", "scale"]].values],
        group=spread["quarter"],
    )
    axis = alt.Axis(grid=True, tickCount=7, title=say("chart.scale_share_par", lang))
    drawn = _draw(rows, axis, bar=12, right=474, lang=lang, bands="quarter")
    return theme.finish(drawn, title=title, lang=lang)


def _draw(
    rows: pd.DataFrame,
    axis: alt.Axis,
    *,
    bar: int,
    right: int,
    lang: str,
    heads: pd.DataFrame | None = None,
    bands: str = "group",
) -> alt.LayerChart:
    """Return the layers; `bands` are named by that group of words and told by that column."""
    points = rows[["at_lowest", "at_highest", "at_score", "at_base_score"]].stack()
    pad = 0.03 * (points.max() - points.min())
    x_scale = alt.Scale(domain=[points.min() - pad, points.max() + pad], range=[LEFT, right], nice=False, zero=False)
    height = int(rows["y"].max()) + 20
    y_scale = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    base_year = int(rows["base_year"].iloc[0])
    rows = rows.drop(columns=_NOT_DRAWN, errors="ignore").assign(
        rank=rows["rank"].astype("float64"),
        group=rows["group"].fillna(say("chart.no_score", lang)),
        y_bar=rows["y"] + bar / 2 + 1,
        y_dot=rows["y"] - bar / 2,
        y_end=rows["y"] + bar + 1,
        y_name=rows["y"] - 7 * rows["lines"].str.count("\n"),
    )
    base = alt.Chart(rows.round(6)).encode(tooltip=_hints(rows, lang, bands))
    names = [say(f"{bands}.{place}", lang) for place in (4, 3, 2, 1)]
    colour = alt.Color(
        "band:N",
        scale=alt.Scale(domain=names, range=theme.GROUPS[::-1]),
        sort=names,
        legend=alt.Legend(title=say(f"column.{bands}", lang), titleOrient="left", symbolType="square", padding=4),
    )
    quarters = [
        base.transform_calculate(band=f"'{say(f'{bands}.{place}', lang)}'")
        .mark_bar(height=bar, stroke="#ffffff", strokeWidth=1)
        .encode(
            x=alt.X(f"{start}:Q", scale=x_scale, axis=axis),
            x2=f"{end}:Q",
            y=alt.Y("y_bar:Q", scale=y_scale, axis=None),
            color=colour,
        )
        for start, end, place in BANDS
    ]
    lined = base.encode(y=alt.Y("y:Q", scale=y_scale, axis=None))
    text = lined.mark_text(align="left", baseline="middle", lineBreak="\n", lineHeight=15)
    texts = [
        text.encode(x=alt.value(0), y=alt.Y("y_name:Q", scale=y_scale, axis=None), text="lines:N"),
        lined.mark_text(align="right", baseline="middle", fontWeight=600).encode(x=alt.value(TOLD), text="told:N"),
        lined.transform_filter("isValid(datum.place)")
        .transform_calculate(band="datum.group")
        .mark_square(size=80, opacity=1)
        .encode(x=alt.value(GROUP), color=colour),
        text.encode(x=alt.value(GROUP + 10), text="group:N"),
    ]
    if heads is not None:
        headed = alt.Chart(heads).mark_text(align="left", baseline="middle", fontWeight=600, fontSize=13)
        texts.append(headed.encode(x=alt.value(0), y=alt.Y("y:Q", scale=y_scale, axis=None), text="head:N"))
    dots = _dots(base, rows, base_year, x_scale, y_scale, size=bar * 8, lang=lang)
    return alt.layer(*quarters, *dots, *texts).properties(width=theme.WIDTH, height=height)


def _dots(
    base: alt.Chart,
    rows: pd.DataFrame,
    base_year: int,
    x_scale: alt.Scale,
    y_scale: alt.Scale,
    *,
    size: int,
    lang: str,
) -> list[alt.Chart]:
    """Return the year's dots, the hollow ones of the year before, the way between them, and lines down to the band."""
    years = [str(base_year + 1), str(base_year)] if rows["at_base_score"].notna().any() else [str(base_year + 1)]
    fill = alt.Fill(
        "when:N",
        scale=alt.Scale(domain=years, range=[theme.ACCENT, "#ffffff"][: len(years)]),
        legend=alt.Legend(
            title=say("column.year", lang),
            titleOrient="left",
            symbolStrokeColor=theme.ACCENT,
            symbolStrokeWidth=2,
            padding=4,
        ),
    )
    score = alt.X("at_score:Q", scale=x_scale)
    before = alt.X("at_base_score:Q", scale=x_scale)
    base = base.encode(y=alt.Y("y_dot:Q", scale=y_scale, axis=None))
    new = base.transform_filter("isValid(datum.at_score)").transform_calculate(when=f"'{base_year + 1}'")
    old = base.transform_filter("isValid(datum.at_base_score)").transform_calculate(when=f"'{base_year}'")
    both = base.transform_filter("isValid(datum.at_base_score) && isValid(datum.at_score)")
    drawn = [
        new.mark_rule(color="#ffffff", strokeWidth=5).encode(x=score, y2="y_end:Q", tooltip=alt.value(None)),
        new.mark_rule(color=theme.ACCENT, strokeWidth=2.5).encode(x=score, y2="y_end:Q", tooltip=alt.value(None)),
        both.mark_rule(color=theme.ACCENT, strokeWidth=1.5).encode(x=before, x2="at_score:Q", tooltip=alt.value(None)),
        old.mark_point(size=0.8 * size, stroke=theme.ACCENT, strokeWidth=2, opacity=1).encode(x=before, fill=fill),
        new.mark_point(size=size, stroke=theme.ACCENT, strokeWidth=2, opacity=1).encode(x=score, fill=fill),
    ]
    return drawn if rows["at_score"].notna().any() else []


def _tell_score(score: float, scale: float | None, lang: str, places: int = DIGITS["papi"]) -> str:
    if pd.isna(score):
        return "–"
    told = number(score, lang, places)
    if scale is None:
        return told
    digits = next((digits for digits in (0, 1) if round(scale, digits) == round(scale, 2)), 2)
    return f"{told} / {number(scale, lang, digits)}"


def _hints(rows: pd.DataFrame, lang: str, bands: str) -> list[alt.Tooltip]:
    form = theme.points("papi" if bands == "group" else "par")
    columns = {"dimension": "", "name": "", "score": form, "scale": ".2f", "share": ".1f", "range_share": ".1f"}
    columns |= {"base_score": form}
    columns |= {bands: "", "rank": "d", "scored": "d", "lowest": form, "lowest_province": ""}
    columns |= {"q1": form, "median": form, "q3": form, "highest": form, "highest_province": ""}
    skipped = {"dimension", "range_share", "base_score"}
    if "dimension" in rows:
        whole = (rows["name"] == rows["dimension"]).all()
        skipped = {"share", *(["dimension", "scale", "range_share"] if whole else [])}
    return theme.tooltips(lang, {column: kind for column, kind in columns.items() if column not in skipped})
