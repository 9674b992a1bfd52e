"""The front end of the sheets: scripts and a style sheet, one for a page and for JupyterLab."""

from __future__ import annotations

import base64
import gzip
import json
from functools import cache
from pathlib import Path

from govindex.tables.spelling import UNIT_WORDS
from govindex.words import LANGS

# Set by whoever runs a notebook for a page: no kernel will stand behind what is shown.
ON_A_PAGE = "GOVINDEX_PAGE"

_HERE = Path(__file__).resolve().parent
_SCRIPTS = (
    "text.js",
    "tables.js",
    "choices.js",
    "controls.js",
    "address.js",
    "pointing.js",
    "fit.js",
    "picture.js",
    "take.js",
    "panels.js",
    "parts.js",
    "sight.js",
    "sheet.js",
    "making.js",
    "page.js",
)


@cache
def read_scripts() -> str:
    """Return the scripts in the order in which they build on each other, as one."""
    found = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    doors = "window.govindexSheets = { Sheet, layOut, lookAt, mountPart, mountSheets, unpackBook, writeCsv };"
    words = f"const UNIT_WORDS = new RegExp({json.dumps(UNIT_WORDS)}, 'g');"
    return f"(() => {{\n'use strict';\n{words}\n{found}\n{doors}\n}})();"


def read_page_script() -> str:
    """Return the script of a page: the front end, started."""
    return read_scripts() + "\nwindow.govindexSheets.mountSheets();"


def read_front() -> str:
    """Return the module that JupyterLab loads: the front end with the widget as its host."""
    return read_scripts() + "\n" + (_HERE / "jupyter.mjs").read_text(encoding="utf-8")


def pack_text(text: str) -> str:
    """Return a text as the front end unpacks it: with gzip, in base64. Equal texts give equal ones."""
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


@cache
def read_style() -> str:
    """Return the style sheet of the sheets."""
    return (_HERE / "sheet.css").read_text(encoding="utf-8") + hide_languages() + "\n"


def hide_languages() -> str:
    """Return the style by which a notebook in JupyterLab, marked with its language, hides texts in the others."""
    hidden = (
        f'.jp-Notebook[data-gi-lang="{lang}"] .jp-RenderedMarkdown div[lang="{other}"]'
        for lang in LANGS
        for other in LANGS
        if other != lang
    )
    return f"{', '.join(hidden)} {{ display: none; }}"
