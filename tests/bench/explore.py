"""How soon a choice is on the screen: every sheet in a page, from the choice to the last part drawn.

Run it as ``python tests/bench/explore.py``; it prints its section and writes it beside itself (``explore.md``).
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from browser.chromium import FLAGS, Seen, find_chromium  # noqa: E402
from browser.pages import Asked, make_pages  # noqa: E402
from browser.sheets import NOTEBOOKS  # noqa: E402

OUT = Path(__file__).with_suffix(".md")
CHANGES, WARMING = 40, 8
YEARS = (2019, 2020, 2021, 2022)
GAIN, GAINS = "gain_8", (0.5, 1.0, 1.5, 0.0)  # the slider of a part in what if
# Milliseconds from the event of a slider to the frame after every part has drawn.
TIME = """([name, value]) => new Promise((resolve) => {
  const slider = document.querySelector(`[data-control="${name}"] input`);
  const parts = [...document.querySelectorAll("[data-part]")];
  const begun = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    const drawn = parts.every((part) => part.dataset.asked === part.dataset.drawn);
    if (drawn) requestAnimationFrame(() => resolve(performance.now() - begun));
    else setTimeout(look, 1);
  };
  look();
})"""


def measure(seen, name, values):
    """Return the milliseconds of every move of a slider, the first ones left out."""
    moves = [[name, values[place % len(values)]] for place in range(WARMING + CHANGES)]
    return [seen.page.evaluate(TIME, move) for move in moves][WARMING:]


def write_row(sheet, times, size):
    """Return a row of the section's table."""
    slow = statistics.quantiles(times, n=20)[-1]
    return f"| {sheet} | {len(times)} | {statistics.median(times):.0f} | {slow:.0f} | {size:.2f} |"


def main():
    """Make a page of each sheet, time its choices, write the section."""
    lines = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        asked = {name: Asked(notebook, "31", 2021, "vi") for name, notebook in NOTEBOOKS.items()}
        make_pages(list(asked.values()), Path(folder))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for name, page in asked.items():
            seen = Seen(browser, page.find(Path(folder)))
            size = page.find(Path(folder)).stat().st_size / 1e6
            lines.append(write_row(name, measure(seen, "year", YEARS), size))
            if name == "whatif":
                seen.page.evaluate(TIME, ["year", 2021])
                lines.append(write_row("whatif, the slider of a part", measure(seen, GAIN, GAINS), size))
            seen.context.close()
        version = browser.version
        browser.close()
    text = (
        "## Sheets: from a choice to the screen\n\n"
        f"A year chosen in a page of Hải Phòng, every part of the sheet following; headless Chromium {version}, "
        "network off. Milliseconds from the choice to the frame after the last part is drawn; the page's size in MB. "
        "The aim is a median under 80, of a step of what if under 50 in the library (its own section).\n\n"
        "| sheet | changes | median | 95th percentile | page, MB |\n| --- | ---: | ---: | ---: | ---: |\n"
    )
    OUT.write_text(text + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(OUT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
