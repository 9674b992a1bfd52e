"""How soon a choice is on the screen: the PAPI explorer in JupyterLab and in a page, beside a plain `interact`.

Run it as ``python tests/bench/explore.py``; it prints its section and writes it beside itself (``explore.md``). A
choice is a key pressed on a slider or a list; the time runs from its event to the frame after the last chart is drawn.
"""

import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from browser.chromium import FLAGS, Seen, find_chromium  # noqa: E402
from browser.explored import InLab, InPage  # noqa: E402
from browser.lab import Notebook, run_lab  # noqa: E402
from browser.pages import Asked, make_pages  # noqa: E402

from govindex.explorers import PapiExplorer  # noqa: E402
from govindex.tables.page import open_page  # noqa: E402

OUT = Path(__file__).with_suffix(".md")
CHANGES, WARMING = 60, 12
ROOT = "#explore-papi[data-asked]"
AIMS = {"JupyterLab": (150, 300), "page": (100, None)}

INTERACT = """
import ipywidgets
from IPython.display import display
from govindex import charts, show, views
from govindex.tables.page import open_page
page = open_page("31", 2021, "vi")
show.head(page, "papi_dimensions")
""".strip()
ONE_CHART = """
def draw(year):
    there = page._replace(year=year)
    return charts.tile_map_chart(views.papi_map(there, "papi"), title=f"map {year}", lang="vi")
ipywidgets.interact(draw, year=(2011, 2024));
""".strip()
THREE_CHARTS = """
def draw(year):
    there = page._replace(year=year)
    display(charts.dimension_spread_chart(views.papi_spread(there), title=f"spread {year}", lang="vi"))
    display(charts.tile_map_chart(views.papi_map(there, "papi"), title=f"map {year}", lang="vi"))
    display(charts.total_trend_chart(views.papi_total_trend(there), title=f"trend {year}", lang="vi"))
ipywidgets.interact(draw, year=(2011, 2024));
""".strip()

# `arm` waits for a key and then for what `drawn` says; it keeps how long that took, the next frame included.
ARM = """([scope, wanted, charts, kind]) => {
  const list = (what) => [...document.querySelectorAll(`${scope} ${what}`)];
  const drawnPlain = () => {
    const titles = list("svg.marks .role-title-text").map((title) => title.textContent);
    return titles.length === charts && titles.every((title) => title.includes(wanted));
  };
  const drawnExplorer = () => {
    const {asked, drawn, state} = document.querySelector(scope).dataset;
    return asked === drawn && Object.entries(wanted).every(([name, value]) => JSON.parse(state)[name] === value);
  };
  const drawn = charts ? drawnPlain : drawnExplorer;
  window.took = 0;
  document.addEventListener(kind, (event) => {
    const watcher = new MutationObserver(check);
    watcher.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    function check() {
      if (!drawn()) return;
      watcher.disconnect();
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => { window.took = performance.now() - event.timeStamp; };
        after.port2.postMessage(null);
      });
    }
  }, {capture: true, once: true});
}"""


def measure(page, steps, charts=None, kind="keydown"):
    """Return how many milliseconds each choice took; `steps` yields what to do and what to wait for."""
    taken = []
    for choose, scope, wanted in steps:
        page.evaluate(ARM, [scope, wanted, charts, kind])
        choose()
        taken.append(page.wait_for_function("() => window.took", timeout=20_000).json_value())
    return taken[WARMING:]


def swing(first, last, start):
    """Yield whole numbers down and up between two, one after the other, from `start`."""
    at, way = start, -1
    for _ in range(CHANGES + WARMING):
        if not first <= at + way <= last:
            way = -way
        at += way
        yield at, way


def slide(page, slider, years, scope, tell):
    """Yield the steps of a slider moved by the arrow keys."""
    slider.focus()
    for year, way in years:
        yield partial(page.keyboard.press, "ArrowRight" if way > 0 else "ArrowLeft"), scope, tell(year)


def pick(explored, chosen, name):
    """Yield the steps of a list from whose options one is chosen after the other."""
    options = explored.controls[name]["options"]
    start = [option[0] for option in options].index(explored.state[name])
    for place, _ in swing(0, len(options) - 1, start):
        yield partial(chosen.select_option, index=place), ROOT, {name: options[place][0]}


def time_lab(browser, lab, book):
    """Return the times of the explorer and of both kinds of plain `interact`, by name."""
    opened = Notebook(browser, lab, "papi_dimensions")
    opened.run_all()
    explored = InLab(opened.page, book)
    explored.settle()
    slider = explored.control("year").locator(".noUi-handle")
    steps = slide(opened.page, slider, swing(2011, 2024, 2021), ROOT, lambda year: {"year": year})
    rows = {"explorer, year": measure(opened.page, steps)}
    steps = pick(explored, explored.control("component").locator("select"), "component")
    rows["explorer, component"] = measure(opened.page, steps, kind="change")
    opened.close()
    for name, cell, charts in (("`interact`, one chart", ONE_CHART, 1), ("`interact`, three charts", THREE_CHARTS, 3)):
        opened = Notebook(browser, lab, write_notebook(lab, f"interact-{charts}", [INTERACT, cell]))
        opened.run_all()
        slider = opened.page.locator(".noUi-handle")
        steps = slide(opened.page, slider, swing(2012, 2024, 2017), ".jp-OutputArea", str)
        rows[name] = measure(opened.page, steps, charts)
        opened.close()
    return rows


def write_notebook(lab, name, cells):
    """Write a notebook into JupyterLab's folder; return its name."""
    kernel = nbformat.read(lab.folder / "papi_dimensions.ipynb", 4).metadata
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=kernel)
    nbformat.write(notebook, lab.folder / f"{name}.ipynb")
    return name


def time_page(browser, path, book):
    """Return the times of the explorer in a page, by name."""
    seen = Seen(browser, path)
    explored = InPage(seen.page, book)
    explored.settle()
    steps = slide(seen.page, explored.control("year"), swing(2011, 2024, 2021), ROOT, lambda year: {"year": year})
    rows = {"explorer, year": measure(seen.page, steps)}
    steps = pick(explored, explored.control("component"), "component")
    rows["explorer, component"] = measure(seen.page, steps, kind="change")
    seen.context.close()
    return rows


def tell(where, rows):
    """Return lines of a table."""
    median, most = AIMS[where]
    aim = f"under {median}" + (f" and {most}" if most else "")
    lines = []
    for name, times in rows.items():
        ordered = sorted(times)
        late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        told = aim if name.startswith("explorer") else ""
        lines.append(f"| {where} | {name} | {len(times)} | {statistics.median(times):.0f} | {late:.0f} | {told} |")
    return lines


def main():
    """Measure, print the section and write it."""
    book = PapiExplorer(open_page("31", 2021, "vi")).book
    with tempfile.TemporaryDirectory(prefix="govindex-") as scratch, sync_playwright() as playwright:
        asked = Asked("papi_dimensions", "31", 2021, "vi")
        make_pages([asked], Path(scratch) / "pages")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        version = browser.version
        in_page = time_page(browser, asked.find(Path(scratch) / "pages"), book)
        with run_lab(Path(scratch) / "lab") as lab:
            in_lab = time_lab(browser, lab, book)
        browser.close()
    section = "\n".join(
        [
            "## Explorers: from a choice to the screen",
            "",
            f"The whole PAPI panel loaded, four panels drawn for a choice; headless Chromium {version}, network off. "
            "Milliseconds from the key to the frame after the last chart. Beside it, in the same run, a plain "
            "`ipywidgets.interact` around the project's own charts, whose function computes the same figures.",
            "",
            "| where | what | changes | median | 95th percentile | aim |",
            "| --- | --- | ---: | ---: | ---: | --- |",
            *tell("JupyterLab", in_lab),
            *tell("page", in_page),
            "",
        ]
    )
    print(section)
    OUT.write_text(section, encoding="utf-8")


if __name__ == "__main__":
    main()
