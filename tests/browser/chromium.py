"""Chromium without a network, and a page in it that notes whatever it asked for or complained of."""

import os
import shutil
from pathlib import Path

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
_DRAWN = """() => [...document.querySelectorAll("[data-part]")].every(
  (root) => root.dataset.broken || (root.dataset.asked && root.dataset.asked === root.dataset.drawn))"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def find_chromium() -> str | None:
    """Return the path of a Chromium: ``GOVINDEX_CHROMIUM``, or one on the PATH."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("GOVINDEX_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


class Seen:
    """A file opened in Chromium without a network: the page, and whatever it asked for or complained of."""

    def __init__(self, browser, path: Path, viewport: dict | None = None) -> None:
        self.path = path
        self.context = browser.new_context(viewport=viewport or WIDE, offline=True, accept_downloads=True)
        self.page = self.context.new_page()
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.route("**/*", lambda route: route.continue_() if route.request.url == self.url else route.abort())
        self.page.add_init_script(
            "window.violations = []; addEventListener('securitypolicyviolation',"
            " violation => violations.push(violation.violatedDirective + ' ' + violation.blockedURI));"
        )
        self.page.goto(self.url)
        self.settle()

    def settle(self) -> None:
        """Wait until every chart and every part of a sheet is drawn."""
        self.page.wait_for_function(_DRAWN)
        self.charts = self.page.locator(".gi-chart:not([hidden])")
        for chart in self.charts.all():
            chart.locator("svg.marks, .error").first.wait_for(state="attached")

    @property
    def url(self) -> str:
        """The address of the file."""
        return self.path.resolve().as_uri()

    @property
    def violations(self) -> list[str]:
        """What the page's policy has stopped."""
        return self.page.evaluate("window.violations")

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
