"""What axe-core finds in a page."""

from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH

from browser.chromium import Seen


def find_violations(seen: Seen) -> list[str]:
    """Return what axe-core calls serious or critical, every folded part of the page opened."""
    seen.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    seen.page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found = seen.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']}: {node['html']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
