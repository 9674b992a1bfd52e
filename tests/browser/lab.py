"""JupyterLab as a real process, and a notebook open in it."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from govindex.tables.places import find_notebooks

TOKEN = "of-the-tests"
_OWN = ("config", "data", "runtime", "platform")
_CURRENT = "window.jupyterapp && jupyterapp.shell.currentWidget"
_READY = f"{_CURRENT} && jupyterapp.shell.currentWidget.sessionContext?.session?.kernel?.status === 'idle'"

# Watches the cells from before they run: `ran` is true once the last has run, or the first error.
_WATCH = """() => {
  const cells = jupyterapp.shell.currentWidget.content.model.cells;
  const code = Array.from({length: cells.length}, (_, at) => cells.get(at)).filter((cell) => cell.type === "code");
  window.ran = false;
    code.at(-1).stateChanged.connect((_, change) => {
      if (change.name === "executionCount" && change.newValue !== null) window.ran = window.ran || true;
    });
    for (const cell of code) cell.outputs.changed.connect(() => {
      const error = cell.outputs.toJSON().find((output) => output.output_type === "error");
      if (error) window.ran = error.traceback.join("\\n");
    });
}"""
_ASK = """async (expression) => {
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const asked = {code: "", silent: true, store_history: false, user_expressions: {asked: expression}};
  return (await kernel.requestExecute(asked).done).content.user_expressions.asked;
}"""


class Lab:
    """A JupyterLab that runs: where it listens and the folder that it shows."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder


@contextlib.contextmanager
def run_lab(scratch: Path) -> Iterator[Lab]:
    """Start JupyterLab on a copy of the project's notebooks, with settings, workspaces and a home of its own."""
    notebooks = scratch / "notebooks"
    shutil.copytree(find_notebooks(), notebooks, ignore=shutil.ignore_patterns(".*"))
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    whole = {"windowingMode": "none"}  # cells out of sight are looked at too
    for plugin, chosen in (("apputils-extension/notification", quiet), ("notebook-extension/tracker", whole)):
        settings = scratch / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps(chosen), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": notebooks,
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "IdentityProvider.token": TOKEN,
        "LabApp.user_settings_dir": scratch / "settings",
        "LabApp.workspaces_dir": scratch / "workspaces",
        "LabApp.expose_app_in_browser": True,
        "LabApp.extension_manager": "readonly",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())],
        cwd=notebooks,
        env={name: value for name, value in os.environ.items() if name != "GOVINDEX_PAGE"}
        | {f"JUPYTER_{name.upper()}_DIR": str(scratch / name) for name in _OWN}
        | {"IPYTHONDIR": str(scratch / "ipython")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if f"127.0.0.1:{port}/lab" in line:
                break
        else:
            raise RuntimeError("JupyterLab did not start:\n" + "".join(said))
        listener = threading.Thread(target=lambda: said.extend(process.stdout), daemon=True)
        listener.start()
        yield Lab(f"http://127.0.0.1:{port}", notebooks)
        _stop(process)
        listener.join(timeout=30)
    finally:
        _stop(process)
        process.stdout.close()


def _stop(process: subprocess.Popen) -> None:
    """End JupyterLab, which ends its kernels."""
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Notebook:
    """One notebook open in JupyterLab, the network beyond it off: `page` is the browser's."""

    def __init__(self, browser: Browser, lab: Lab, name: str) -> None:
        self.context = browser.new_context(viewport={"width": 1400, "height": 1000})
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.requests, self.complaints = [], []
        own = (lab.url, "data:", "blob:")
        self.page.on("request", lambda asked: asked.url.startswith(own) or self.requests.append(asked.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{lab.url}/lab/workspaces/{name}/tree/{name}.ipynb?token={TOKEN}")
        self.page.wait_for_function(_READY)

    def run_all(self) -> None:
        """Run every cell, by JupyterLab's menu, and wait for the last."""
        self._run("runmenu:run-all")

    def restart_and_run_all(self) -> None:
        """Start a new kernel and run every cell, by JupyterLab's menu, and wait for the last."""
        self._run("runmenu:restart-and-run-all")

    def _run(self, command: str) -> None:
        self.page.evaluate(_WATCH)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.locator(f'.lm-Menu-item[data-command="{command}"]').click()
        if "restart" in command:
            self.page.locator(".jp-Dialog .jp-mod-accept").click()
        ran = self.page.wait_for_function("window.ran", timeout=120_000).json_value()
        assert ran is True, ran

    def ask(self, expression: str) -> Any:
        """Return the value of an expression in the kernel, which must be a literal."""
        told = self.page.evaluate(_ASK, expression)
        assert told["status"] == "ok", told
        return ast.literal_eval(told["data"]["text/plain"])

    def weigh(self) -> int:
        """Return how many letters the notebook has as it would be saved."""
        return self.page.evaluate("JSON.stringify(jupyterapp.shell.currentWidget.content.model.toJSON()).length")

    def close(self) -> None:
        """Close the notebook and end its kernel."""
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.context.close()
