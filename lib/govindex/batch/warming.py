"""What every page needs and makes only once in a process: done before the first fork."""

from __future__ import annotations

import subprocess
import sys

from govindex import charts, show, views
from govindex.compare.frameworks import list_common
from govindex.compare.ranks import group_measure
from govindex.explorers import PapiExplorer
from govindex.pages.export import export_html, load_templates
from govindex.tables.load import load_tables
from govindex.tables.page import Page, open_page
from govindex.words import LANGS


def warm_up() -> None:
    """Read the tables, keep what explorers make of them, and make a small page with a chart.

    The Vega bundle is made by a process of its own if it is not kept yet, since its maker starts threads.
    """
    years = sorted(load_tables().scores.query("measure == 'papi'")["year"].unique())
    for lang in LANGS:
        page = open_page("31", 2021, lang)
        PapiExplorer(page)
        _draw(page)
    for year in years:
        group_measure(page.tables, "papi", year=year)
        list_common(page.tables, "papi", year=year, base=year - 1)
        for lang in LANGS:
            of_year = page._replace(year=year, lang=lang)
            views.papi_spread(of_year)
            views.papi_subspread(of_year)
            views.papi_map(of_year, "papi")
    make_bundle = "from govindex.vega import load_bundle_of_altair; load_bundle_of_altair()"
    subprocess.run([sys.executable, "-P", "-c", make_bundle], check=False, capture_output=True)
    export_html(_write_notebook(), lang="vi")
    load_templates()


def _draw(page: Page) -> None:
    """Draw each kind of chart once, so that what Altair makes of its schema is there."""
    figures = (
        (views.papi_spread(page), charts.dimension_spread_chart),
        (views.papi_subspread(page), charts.subdimension_spread_chart),
        (views.papi_total_trend(page), charts.total_trend_chart),
        (views.papi_dimension_trend(page), charts.dimension_trend_chart),
        (views.papi_contributions(page), charts.contribution_chart),
        (views.papi_map(page, "papi"), charts.tile_map_chart),
        (views.par_losses(page), charts.lost_points_chart),
    )
    for rows, chart in figures:
        show.figure(page, chart, rows, title="")


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
