"""Charts of SIPAS: the criteria over the years, the index beside the national mean, what citizens answered."""

from __future__ import annotations

import altair as alt
import pandas as pd

from govindex.charts import theme
from govindex.words import number, plain_number, say

COLOURS = [*theme.LINES[:3], theme.LINES[4], theme.LINES[3]]
SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down"]  # tell the criteria apart without colour
LABEL = 17  # pixels from one label at the right end to the next
HIGH = 330  # pixels of the criteria's panel
LONG = theme.WIDTH - 50  # width of a panel beside its axis


def criteria_chart(criteria: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return the criteria as lines over the years, named at their right end with score and change.

    A hollow mark is a suspect figure; a line joins years of one stretch only. The threshold is drawn and labelled.

    Parameters
    ----------
    criteria : DataFrame
        One row per criterion and year: component, name, short, year, score (per cent), change (of the last year;
        percentage points), status, publisher, suspect, last, stretch, threshold.
    """
    years = sorted(int(year) for year in criteria["year"].unique())
    width = max(80, min(400, 200 * (len(years) - 1)))
    bounds = [*criteria["score"], *criteria["threshold"]]
    low, high = min(bounds) - 1, min(max(bounds) + 1, 100)
    ends = _place_ends(criteria[criteria["last"]], (high - low) * LABEL / HIGH, lang)
    codes = list(ends["component"])
    colour = alt.Color("component:N", legend=None, scale=alt.Scale(domain=codes, range=COLOURS[: len(codes)]))
    y = alt.Y(
        "score:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        title=None,
        axis=_percent_axis(),
    )
    before, after = (0.6, 0.1) if len(years) == 1 else (0.08 * (len(years) - 1), 0.03 * (len(years) - 1))
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[years[0] - before, years[-1] + after], nice=False, zero=False),
        title=None,
        axis=alt.Axis(values=years, format="d", labelFontSize=13, labelPadding=8, labelFlush=False),
    )
    base = alt.Chart(criteria).encode(x=x, y=y, color=colour)
    lines = base.mark_line(strokeWidth=2.2).encode(
        detail="stretch:N",
        strokeDash=alt.StrokeDash(
            "component:N", legend=None, scale=alt.Scale(domain=codes, range=theme.DASHES[: len(codes)])
        ),
    )
    hints = {"name": "", "year": "d", "score": ".2f", "status": "", "publisher": ""}
    dots = base.mark_point(size=75, strokeWidth=2, opacity=1).encode(
        shape=alt.Shape("component:N", legend=None, scale=alt.Scale(domain=codes, range=SHAPES[: len(codes)])),
        fill=alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(colour.copy()),
        tooltip=theme.tooltips(lang, hints),
    )
    return theme.finish(
        alt.layer(*_draw_threshold(criteria, y, lang), lines, dots, *_draw_ends(ends, colour, y, width)).properties(
            width=width, height=HIGH
        ),
        title=title,
        lang=lang,
    )


def _percent_axis() -> alt.Axis:
    return alt.Axis(grid=True, tickCount=6, labelExpr="datum.label + '%'")


def _place_ends(last: pd.DataFrame, gap: float, lang: str) -> pd.DataFrame:
    """Return the rows of the last year with the text of each one's label and the height it stands at."""
    last = last.sort_values("component")
    texts = [
        f"{short}  {number(score, lang)}" + ("" if pd.isna(change) else f" ({number(change, lang, sign=True)})")
        for short, score, change in last[["short", "score", "change"]].itertuples(index=False, name=None)
    ]
    return last.assign(text=texts, place=theme.space_labels(list(last["score"]), gap))


def _draw_ends(ends: pd.DataFrame, colour: alt.Color, y: alt.Y, width: int) -> list[alt.Chart]:
    base = alt.Chart(ends).encode(color=colour)
    links = base.mark_rule(strokeWidth=1, opacity=0.6).encode(
        x=alt.value(width + 2), x2=alt.value(width + 24), y=y, y2="place:Q"
    )
    texts = base.mark_text(align="left", fontSize=12.5, fontWeight=600).encode(
        x=alt.value(width + 29), y=alt.Y("place:Q"), text="text:N"
    )
    return [links, texts]


def _draw_threshold(criteria: pd.DataFrame, y: alt.Y, lang: str) -> list[alt.Chart]:
    line = alt.Chart(criteria[["threshold"]].head(1)).encode(y=alt.Y("threshold:Q"))
    told = say("chart.threshold", lang, threshold=number(criteria["threshold"].iloc[0], lang, 0))
    return [
        line.mark_rule(color=theme.INK, strokeDash=[5, 3]),
        line.mark_text(align="left", baseline="bottom", dy=-3, color=theme.INK, text=told).encode(x=alt.value(5)),
    ]


def index_chart(trend: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return the index and the national mean over the years, with the published rank below each year.

    A hollow dot is a suspect figure, as is a rank with a question mark; lines join neighbouring years of one framework
    only, and a rule stands where the framework changed. The page's year has a band behind it.

    Parameters
    ----------
    trend : DataFrame
        One row per year: year, score and mean (per cent; missing where not known), printed_rank, framework, status,
        publisher, suspect, rank_suspect, own, stretch, mean_stretch.
    """
    width = LONG - 110
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[trend["year"].min() - 0.5, trend["year"].max() + 0.5], nice=False, zero=False),
        axis=None,
    )
    values = trend[["score", "mean"]].stack()
    y = alt.Y(
        "score:Q",
        scale=alt.Scale(domain=[values.min() - 2, values.max() + 2], nice=False, zero=False),
        title=None,
        axis=_percent_axis(),
    )
    rows = trend.assign(printed_rank=trend["printed_rank"].astype("float64"))
    panel = alt.layer(
        *_draw_page_year(rows),
        *_draw_breaks(rows, lang),
        *_draw_series(rows, x, y, "mean", lang),
        *_draw_series(rows, x, y, "score", lang),
    ).properties(width=width, height=240)
    return theme.finish(
        alt.vconcat(panel, _draw_ranks(rows, x, lang).properties(width=width, height=34), spacing=6),
        title=title,
        lang=lang,
    )


def _draw_series(rows: pd.DataFrame, x: alt.X, y: alt.Y, column: str, lang: str) -> list[alt.Chart]:
    """Return line, dots, figures and name of the index (column score) or of the national mean."""
    own = column == "score"
    colour, stretch = (theme.ACHIEVED, "stretch") if own else (theme.MUTED, "mean_stretch")
    above = rows["score"].fillna(101) >= rows["mean"].fillna(0)
    known = rows.assign(above=above if own else ~above)[rows[column].notna()]
    known = known.assign(text=[number(value, lang) if own else plain_number(value, lang) for value in known[column]])
    hints = ["year", "score", "printed_rank", "mean", "status", "publisher"] if own else ["year", "mean"]
    forms = {"year": "d", "score": ".2f", "printed_rank": "d", "mean": ".2f"}
    base = alt.Chart(known).encode(
        x=x,
        y=y.copy() if own else alt.Y("mean:Q"),
        tooltip=theme.tooltips(lang, {hint: forms.get(hint, "") for hint in hints}),
    )
    line = base.mark_line(color=colour, strokeWidth=2.4 if own else 1.6, strokeDash=[1, 0] if own else [5, 3])
    dots = base.mark_point(
        size=90 if own else 45, strokeWidth=2, opacity=1, shape="circle" if own else "diamond", color=colour
    ).encode(fill=alt.when("datum.suspect").then(alt.value("#ffffff")).otherwise(alt.value(colour)))
    if not own:
        dots = dots.encode(fill=alt.value(colour))
    name = say("chart.index" if own else "chart.mean_name", lang)
    last = base.transform_filter(f"datum.year == {known['year'].max()}")
    return [
        line.encode(detail=f"{stretch}:N"),
        dots,
        *_write_figures(base, colour, own=own),
        last.mark_text(color=colour, fontWeight=600, align="left", dx=28, text=name),
    ]


def _write_figures(base: alt.Chart, colour: str, *, own: bool) -> list[alt.Chart]:
    """Return the figures above or below their dots, each on a white rim that keeps it apart from a line."""
    layers = []
    for test, rise in (("datum.above", -15), ("!datum.above", 15)):
        texts = base.transform_filter(test).encode(text="text:N")
        weight = 600 if own else 400
        layers += [
            texts.mark_text(dy=rise, fontWeight=weight, color="#ffffff", stroke="#ffffff", strokeWidth=4),
            texts.mark_text(dy=rise, fontWeight=weight, color=colour),
        ]
    return layers


def _draw_page_year(rows: pd.DataFrame) -> list[alt.Chart]:
    band = rows.loc[rows["own"], ["year"]]
    return [
        alt.Chart(band.assign(start=band["year"] - 0.5, end=band["year"] + 0.5))
        .mark_rect(color=theme.PALE, opacity=0.7)
        .encode(x=alt.X("start:Q", axis=None), x2="end:Q")
    ]


def _draw_breaks(rows: pd.DataFrame, lang: str) -> list[alt.Chart]:
    changed = rows["framework"].ne(rows["framework"].shift()) & rows["framework"].notna() & (rows.index > 0)
    breaks = pd.DataFrame(
        {
            "year": rows.loc[changed, "year"] - 0.5,
            "text": [say("chart.framework_from", lang, year=year) for year in rows.loc[changed, "year"]],
        }
    )
    base = alt.Chart(breaks).encode(x=alt.X("year:Q", axis=None))
    return [
        base.mark_rule(color=theme.MUTED, strokeDash=[2, 3]),
        base.mark_text(align="left", baseline="top", dx=5, color=theme.MUTED, fontSize=11).encode(
            y=alt.value(0), text="text:N"
        ),
    ]


def _draw_ranks(rows: pd.DataFrame, x: alt.X, lang: str) -> alt.LayerChart:
    texts = rows.assign(
        year_text=rows["year"].astype(str),
        rank_text=[
            "–" if pd.isna(rank) else say("chart.rank_suspect" if suspect else "chart.rank", lang, rank=int(rank))
            for rank, suspect in zip(rows["printed_rank"], rows["rank_suspect"], strict=True)
        ],
    )
    layers = []
    for test, weight in (("datum.own", 700), ("!datum.own", 400)):
        base = alt.Chart(texts).transform_filter(test).encode(x=x)
        layers += [
            base.mark_text(fontSize=13, baseline="top", fontWeight=weight).encode(y=alt.value(0), text="year_text:N"),
            base.mark_text(baseline="top", fontWeight=weight).encode(y=alt.value(19), text="rank_text:N"),
        ]
    return alt.layer(*layers)


def survey_chart(survey: pd.DataFrame, *, title: str, lang: str) -> alt.TopLevelMixin:
    """Return bars of how many of those asked gave each answer, one panel a section, all on one scale up to 100%.

    Parameters
    ----------
    survey : DataFrame
        One row per item: section (its panel), name, value (per cent), publisher.
    """
    sections = survey.groupby("section", sort=False)
    panels = [_survey_panel(rows, section, lang) for section, rows in sections]
    return theme.finish(alt.vconcat(*panels), title=title, lang=lang)


def _survey_panel(rows: pd.DataFrame, section: str, lang: str) -> alt.LayerChart:
    rows = theme.wrap_names(rows).assign(text=[f"{plain_number(value, lang)}%" for value in rows["value"]], whole=100)
    scale = alt.Scale(domain=[0, 100], nice=False)
    base = alt.Chart(rows).encode(
        y=theme.names_axis(), tooltip=theme.tooltips(lang, {"name": "", "value": ".2f", "publisher": ""})
    )
    layers = [
        base.mark_bar(height=15, color=theme.PALE).encode(x=alt.X("whole:Q", axis=None, scale=scale)),
        base.mark_bar(height=15, color=theme.ACHIEVED).encode(x=alt.X("value:Q", axis=None, scale=scale)),
        base.mark_text(align="left", dx=5, fontWeight=600).encode(
            x=alt.X("value:Q", axis=None, scale=scale), text="text:N"
        ),
    ]
    return alt.layer(*layers).properties(
        width=theme.WIDTH - theme.NAMES - 20,
        height=alt.Step(34),
        title=alt.TitleParams(section, anchor="start", fontSize=13, color=theme.MUTED, fontWeight=600, offset=4),
    )
