"""The sheet of peers: every province among its region, the cities and its nearest profiles, declared once."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from govindex.charts import peers as charts
from govindex.figures.choices import search_province
from govindex.figures.controls import Control
from govindex.figures.declare import Column, Derived, Figure, Head, Join, Listing, Part, Prose, Sentence
from govindex.figures.declared import Declared
from govindex.figures.frames import Frames
from govindex.figures.lists import PLACE, list_page_years, list_places, note_precision
from govindex.figures.peers import tables as lists
from govindex.figures.peers.sentences import list_ends, list_leads, list_told
from govindex.figures.provinces.names import list_groups
from govindex.figures.sheet import Sheet
from govindex.tables.kept import kept, looking_once
from govindex.tables.load import Tables
from govindex.tables.page import Page
from govindex.words import DIGITS, say, template

_STATE = {"province": "$province", "year": "$year"}
_SHOWN = {**_STATE, "part": "$part"}
_KIND = {**_STATE, "kind": "$kind"}
_KIND_NAME = Join("kinds", {"kind": "$kind"}, {"set_name": "set_name"})
_SPINE = Join("spines", {"component": "component", "year": "year"})
_MIDDLE = Join("middles", {"of": "$of", "component": "component", "year": "year"})
_GROUP = Join("groups", {"measure": "$measure", "year": "year", "group": "group"}, {"group_name": "group_name"})
_NEAR = Join("nears", {"near": "near"}, {"near_told": "near_told"})
_FORMATS = dict.fromkeys(("score", "middle", "peer_middle", "lost", "up", "down"), "$digits")
_PLACED = dict.fromkeys(("best_rank", "worst_rank"), "nth")


@looking_once
def open_peers(page: Page) -> Sheet:
    """Return the sheet of peers, opened at a page's province and year."""
    state = {"province": page.province, "year": page.year}
    return Sheet(_declare(page.tables, page.lang), page.tables, state)


@kept
def _declare(tables: Tables, lang: str) -> Declared:
    return Declared(
        "peers",
        lang,
        tables=tables,
        notebook="peers",
        controls=_list_controls(tables, lang),
        defaults={"kind": lists.KINDS[0], "part": next(iter(lists.PARTS))},
        derived=(
            Derived("measure", "parts", {"part": "$part"}, "measure", "$part"),
            Derived("digits", "parts", {"part": "$part"}, "digits", "$part"),
            Derived("peers", "sets", _KIND, "peers", "$kind"),
            Derived("of", "sets", _KIND, "of", "$kind"),
        ),
        frames=Frames(
            standings=lambda: _round(round_distances(lists.list_standings(tables))).drop(columns="scored"),
            spines=partial(lists.list_spines, tables, lang),
            sets=lambda: lists.list_sets(tables)[["province", "year", "kind", "of", "peers"]],
            middles=lambda: _round(lists.list_middles(tables)),
            ends=partial(list_ends, tables, lang),
            leads=partial(list_leads, tables),
            told=partial(list_told, tables, lang),
            places=partial(list_places, tables, lang),
            groups=lambda: list_groups(tables, lang)[["measure", "year", "group", "group_name"]],
            parts=partial(_list_parts_shown, lang),
            kinds=partial(_list_kinds, lang),
            nears=partial(_list_nears, lang),
            citations=partial(lists.list_citations, tables, lang),
        ),
        parts=note_precision(tables, _list_parts(lang), lang),
    )


def _round(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with as many decimals as are shown, so that a page stays small."""
    return rows.round(max(DIGITS.values())).round({"x": 2, "peer_x": 2})


def round_distances(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `list_standings` with the points to borders as they are shown, so that what is read holds.

    What enters the group above is rounded up, so that it suffices; what may be lost is rounded down.
    """
    scale = 10.0 ** rows["part"].map({part: DIGITS[measure] for part, measure in lists.PARTS.items()})
    up, down = ((rows[name] * scale).round(6) for name in ("up", "down"))
    return rows.assign(up=np.ceil(up) / scale, down=np.floor(down) / scale)


def _list_parts_shown(lang: str) -> pd.DataFrame:
    """Return part, part_name, measure, digits (decimals that its reports print)."""
    rows = [
        (part, say(f"sheet_peers.part_{part.replace('-', '_')}", lang), measure, DIGITS[measure])
        for part, measure in lists.PARTS.items()
    ]
    return pd.DataFrame(rows, columns=["part", "part_name", "measure", "digits"])


def _list_kinds(lang: str) -> pd.DataFrame:
    """Return kind and set_name, what those compared with are called."""
    names = [say(f"sheet_peers.kind_{kind}", lang) for kind in lists.KINDS]
    return pd.DataFrame({"kind": lists.KINDS, "set_name": names})


def _list_nears(lang: str) -> pd.DataFrame:
    """Return near (which border is within noise) and near_told."""
    codes = ["up", "down", "both"]
    return pd.DataFrame({"near": codes, "near_told": [say(f"sheet_peers.near_{code}", lang) for code in codes]})


def _list_controls(tables: Tables, lang: str) -> list[Control]:
    years, parts, kinds = list_page_years(tables), _list_parts_shown(lang), _list_kinds(lang)
    return [
        search_province(tables, list(list_places(tables, lang)["province"]), lang),
        Control("year", "range", say("sheet.year", lang), minimum=years[0], maximum=years[-1]),
        Control(
            "kind",
            "choice",
            say("sheet_peers.kind", lang),
            options=tuple(kinds.itertuples(index=False, name=None)),
        ),
        Control(
            "part",
            "choice",
            say("sheet_peers.part", lang),
            options=tuple(parts[["part", "part_name"]].itertuples(index=False, name=None)),
        ),
    ]


def _words(key: str, lang: str) -> str:
    return template(f"sheet_peers.{key}", lang)


def _texts(lang: str, *keys: str) -> tuple[str, ...]:
    return tuple(_words(key, lang) for key in keys)


def _list_parts(lang: str) -> list[Part]:
    """Return what the page is made of."""
    ends, leads = Join("ends", _SHOWN), Join("leads", {**_SHOWN, "kind": "$kind"})
    peer_middle = Column("$digits", heading=_words("peer_middle", lang), optional=True)
    return [
        Head("head", Sentence(_texts(lang, "title"), (PLACE,)), Sentence(_texts(lang, "about"))),
        Prose("summary", "told", _STATE, "told"),
        Figure(
            "spine",
            "standings",
            {"year": "$year", "part": "$part", "province": ("$province", "$peers")},
            Sentence(
                _texts(lang, "spine_led", "spine_alone", "spine_none"),
                (PLACE, _KIND_NAME, leads, ends),
            ),
            {
                "place": None,
                "name": None,
                "score": "$digits",
                "rank": 0,
                "scored": 0,
                "middle": Column("$digits", heading=_words("middle", lang)),
                "peer_middle": peer_middle,
            },
            charts.spine_chart,
            joins=(Join("places", {"province": "province"}, {"place": "place"}), _SPINE, _MIDDLE),
            order=("order", "rank"),
            marks={"own": ("province", "$province")},
            labels={"told": ("{score}",), "middle_told": ("{middle}",), "peer_told": ("{peer_middle}", "–")},
            formats=_FORMATS,
            picks=("province", "province"),
            about=_words("spine_note", lang),
        ),
        Figure(
            "positions",
            "standings",
            _SHOWN,
            Sentence(_texts(lang, "positions", "position", "positions_none"), (PLACE, ends), _PLACED),
            {
                "name": None,
                "score": "$digits",
                "rank": 0,
                "scored": 0,
                "group_name": Column(optional=True),
                "up": Column("$digits", heading=_words("up", lang), optional=True),
                "down": Column("$digits", heading=_words("down", lang), optional=True),
                "near_told": Column(heading=_words("near_border", lang), optional=True),
            },
            charts.positions_chart,
            joins=(_SPINE, _GROUP, _NEAR),
            order=("rank", "order"),
            labels={"told": ("{score}",), "gaps": (*_texts(lang, "gaps_both", "gaps_up", "gaps_down"), "")},
            formats=_FORMATS,
            about=_words("positions_note", lang),
        ),
        Figure(
            "lost",
            "standings",
            {**_SHOWN, "of_all": "no"},
            Sentence(_texts(lang, "lost", "lost_none"), (PLACE, ends), _FORMATS),
            {
                "name": None,
                "score": "$digits",
                "lost": "$digits",
                "maximum": 1,
                "peer_middle": peer_middle,
            },
            charts.lost_chart,
            joins=(_SPINE, _MIDDLE),
            order=("-lost", "order"),
            labels={"lost_told": ("{lost}", ""), "peer_told": ("{peer_middle}", "–")},
            formats=_FORMATS,
            needs="lost",
            about=_words("lost_note", lang),
        ),
        Listing("sources", say("show.sources", lang), "citations", {"measure": "$measure"}),
    ]
