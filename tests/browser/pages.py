"""Pages of notebooks, made as a reader makes them."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

KEPT = {".batch", "manifest.json", "index.html"}  # of the batch, not of a page


class Asked(NamedTuple):
    """One page: the notebook and its parameters."""

    notebook: str
    province: str
    year: int
    lang: str

    def find(self, folder: Path) -> Path:
        """Return where its file is in the folder of all pages."""
        return folder / self.province / str(self.year) / self.lang / f"{self.notebook}.html"


def page_id(asked: Asked) -> str:
    """Return a page's name as a test's id."""
    return "-".join(map(str, asked))


def make_pages(pages: list[Asked], folder: Path) -> None:
    """Make those pages that are not there yet, as one batch."""
    missing = [page for page in pages if not page.find(folder).exists()]
    if not missing:
        return
    runs = [
        {"notebook": notebook, "parameters": {"province": province, "year": year}, "languages": [lang]}
        for notebook, province, year, lang in missing
    ]
    output = "{province}/{year}/{lang}/{notebook}"
    with tempfile.TemporaryDirectory(prefix="govindex-", dir=folder.parent) as scratch:
        declared, made = Path(scratch) / "runs.yml", Path(scratch) / "made"
        declared.write_text(json.dumps({"output": output, "runs": runs}), encoding="utf-8")  # JSON is YAML
        batch = [sys.executable, "-c", "from govindex.cli import app; app()", "batch", declared, "--out", made]
        done = subprocess.run(batch, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        shutil.copytree(made, folder, dirs_exist_ok=True, ignore=lambda _, names: set(names) & KEPT)
