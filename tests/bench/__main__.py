"""All measurements, one section a script of this folder: ``python tests/bench`` writes ``RESULTS.md``.

``python tests/bench explore audit`` measures these alone; the other sections stand as they were measured last. A
section's script writes its Markdown beside itself and needs nothing of this one.
"""

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECTIONS = ("explore", "batch", "audit", "whatif", "bands")
PACKAGES = ("jupyterlab", "ipywidgets", "anywidget", "altair", "vl-convert-python", "pandas", "papermill", "nbconvert")


def describe_machine():
    """Return one sentence on what the measurements were made with."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = {line.partition(":")[2].strip() for line in lines if line.startswith("model name")}
    processor = " / ".join(sorted(models)) or platform.processor() or platform.machine()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{os.cpu_count()} cores ({processor}), {platform.system()}, Python {platform.python_version()}; {versions}."


def main():
    """Measure the sections that are named, or all, and put every section together."""
    named = sys.argv[1:] or SECTIONS
    wrong = [name for name in named if name not in SECTIONS]
    if wrong:
        sys.exit(f"There is no section {wrong[0]!r}: expected {', '.join(SECTIONS)}.")
    for name in named:
        subprocess.run([sys.executable, HERE / f"{name}.py"], check=True)
    written = [HERE / f"{name}.md" for name in SECTIONS]
    sections = [path.read_text(encoding="utf-8").strip() for path in written if path.exists()]
    text = "\n\n".join(["# Measured", describe_machine(), *sections]) + "\n"
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
