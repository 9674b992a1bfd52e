"""What every page needs and makes only once in a process: done before the first fork."""

from __future__ import annotations

import subprocess
import sys

from govindex.figures.change.sheet import open_change
from govindex.figures.papi.sheet import open_papi
from govindex.figures.par.sheet import open_par
from govindex.figures.peers.sheet import open_peers
from govindex.figures.proposals.sheet import open_proposals
from govindex.figures.provinces.sheet import open_provinces
from govindex.figures.sipas.sheet import open_sipas
from govindex.figures.trend.sheet import open_trend
from govindex.figures.whatif.sheet import open_whatif
from govindex.pages.export import export_html, load_templates
from govindex.tables.page import open_page
from govindex.words import LANGS

_OPENERS = (
    open_papi,
    open_par,
    open_sipas,
    open_provinces,
    open_change,
    open_trend,
    open_whatif,
    open_peers,
    open_proposals,
)


def warm_up() -> None:
    """Read the tables, make the books of the sheets, and make a small page with a chart.

    Sheets of which a batch makes few pages (`ranking`, `structure`, `three_indices`) make their book when it is asked
    for: the first takes ten seconds of drawing, which other pages need not wait for.
    The Vega bundle is made by a process of its own if it is not kept yet, since its maker starts threads.
    """
    for lang in LANGS:
        page = open_page("31", 2021, lang)
        for open_sheet in _OPENERS:
            assert open_sheet(page).declared.book
    make_bundle = "from govindex.vega import load_bundle_of_altair; load_bundle_of_altair()"
    subprocess.run([sys.executable, "-P", "-c", make_bundle], check=False, capture_output=True)
    export_html(_write_notebook(), lang="vi")
    load_templates()


def _write_notebook():
    """Return an executed notebook that shows one chart."""
    import altair as alt
    import pandas as pd
    from altair.utils import spec_to_html
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    chart = alt.Chart(pd.DataFrame({"a": [1.5], "b": ["x"]})).mark_bar().encode(x="a:Q", y="b:N")
    html = spec_to_html(
        chart.to_dict(),
        mode="vega-lite",
        vega_version=alt.VEGA_VERSION,
        vegalite_version=alt.VEGALITE_VERSION,
        vegaembed_version=alt.VEGAEMBED_VERSION,
        fullhtml=False,
        template="universal",
    )
    shown = new_output("display_data", data={"text/html": f'<div class="gi-chart">{html}</div>'})
    return new_notebook(cells=[new_markdown_cell("# a"), new_code_cell("1", outputs=[shown])])
