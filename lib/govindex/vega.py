"""The Vega scripts that draw a page's charts, whole and without a network: made once, kept on disk."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from govindex.errors import GovindexError
from govindex.files import write_whole
from govindex.words import say

# Every chart is an SVG; Vega interprets its expressions, since a page's policy forbids `eval`; errors alone are told.
EMBED = {"renderer": "svg", "ast": True, "logLevel": 1}

# Vega-Lite warns of every chart of parts that have a scale of names each, and vegaEmbed hands it no logger.
_QUIET = (
    "(function (console) {\n",
    "\n})(Object.assign(Object.create(console), { warn(...said) {\n"
    "  if (!String(said[1]).startsWith('Detected faceted independent scales')) console.warn(...said);\n} }));",
)
_LICENCES = Path(__file__).resolve().parent / "front" / "licences.txt"
_ASKED = re.compile(r'maybeLoadScript\("(vega|vega-lite|vega-embed)", "([^"]+)"\)')


def is_chart_script(script: str) -> bool:
    """Return whether `script` is one that Altair writes beside a chart."""
    return script.lstrip().startswith("var VEGA_DEBUG") and bool(_ASKED.search(script))


def find_versions(script: str) -> dict[str, str]:
    """Return the versions of vega, vega-lite and vega-embed that a chart's `script` would fetch.

    Examples
    --------
    >>> find_versions('maybeLoadScript("vega", "6").then(() => maybeLoadScript("vega-lite", "6.4.1"))')
    {'vega': '6', 'vega-lite': '6.4.1'}
    """
    return dict(_ASKED.findall(script))


def load_bundle(vegalite_version: str) -> str:
    """Return one script that holds Vega, Vega-Lite and vega-embed, safe to stand in a ``<script>`` element.

    Making it takes about two seconds, so it is kept in the user's cache folder under the versions it depends on.

    Parameters
    ----------
    vegalite_version : str
        As a chart asks for it, e.g. ``"6.4.1"``.

    Raises
    ------
    GovindexError
        When the installed vl-convert does not carry that Vega-Lite.
    """
    return _load_bundle(_shorten(vegalite_version))


def find_versions_of_altair() -> dict[str, str]:
    """Return the versions of vega, vega-lite and vega-embed that the installed Altair asks for."""
    import altair

    return {"vega": altair.VEGA_VERSION, "vega-lite": altair.VEGALITE_VERSION, "vega-embed": altair.VEGAEMBED_VERSION}


def load_bundle_of_altair() -> str:
    """Return the bundle for the installed Altair."""
    return load_bundle(find_versions_of_altair()["vega-lite"])


def is_bundle_kept() -> bool:
    """Return whether the bundle for the installed Altair was made before."""
    return _find_kept(_shorten(find_versions_of_altair()["vega-lite"])).exists()


def _shorten(vegalite_version: str) -> str:
    return ".".join(vegalite_version.split(".")[:2])


def _find_kept(vl_version: str) -> Path:
    told = hashlib.sha256("".join((_read_licences(), *_QUIET)).encode()).hexdigest()[:8]
    return find_cache() / f"vega-lite-{vl_version}-{version('vl-convert-python')}-{told}.js"


@cache
def _load_bundle(vl_version: str) -> str:
    kept = _find_kept(vl_version)
    try:
        return kept.read_text(encoding="utf-8")
    except OSError:
        bundle = f"{_read_licences()}{_make_bundle(vl_version)}"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole({kept: bundle})
    except OSError:  # a cache that cannot be written only costs time
        pass
    return bundle


def _read_licences() -> str:
    """Return the comment that names the libraries of the bundle, who made them and how they may be used."""
    return f"/*!\n{_LICENCES.read_text(encoding='utf-8')}*/\n"


def _make_bundle(vl_version: str) -> str:
    import vl_convert  # heavy, and not needed once the bundle is kept

    carried = vl_convert.get_vegalite_versions()
    if vl_version not in carried:
        raise GovindexError(
            f"The charts ask for Vega-Lite {vl_version}, but the installed vl-convert carries only "
            f"{', '.join(carried)}: install a vl-convert-python that fits the installed Altair."
        )
    bundle = vl_convert.javascript_bundle(vl_version=vl_version)
    bundle = bundle.replace("\r\n", "\n").replace("\r", "\n")  # as a browser reads it, else its hash differs
    bundle = re.sub(r"<(?=/script|!--)", r"\\x3C", bundle, flags=re.IGNORECASE)
    return f"{_QUIET[0]}{bundle}{_QUIET[1]}"


def describe_embed(lang: str) -> dict[str, Any]:
    """Return how vegaEmbed is called for a chart with a menu of its own: `EMBED`, and what can be saved, in words."""
    words = {"CLICK_TO_VIEW_ACTIONS": "menu", "SVG_ACTION": "svg", "PNG_ACTION": "png"}
    return EMBED | {
        "actions": {"export": {"svg": True, "png": True}, "source": False, "compiled": False, "editor": False},
        "i18n": {key: say(f"show.{word}", lang) for key, word in words.items()},
        "scaleFactor": {"png": 2},
    }


def write_settings(versions: dict[str, str], lang: str) -> str:
    """Return the script that follows the bundle: what charts ask for is there, and what they may leave open.

    Altair's own output fetches a library only when ``VEGA_DEBUG`` does not name its version. The options are defaults
    under those of a chart. A screen reader hears the name of a chart's menu, and nothing of groups of marks that are
    empty.

    Parameters
    ----------
    versions : dict
        Of `find_versions`.
    lang : str
        The language of a chart's menu.
    """
    options = describe_embed(lang)
    return (
        write_debug(versions) + "\n"
        "window.vegaEmbed = (function (embed, defaults) {\n"
        "  return function (element, spec, options) {\n"
        "    return embed(element, spec, Object.assign({}, defaults, options)).then(function (result) {\n"
        "      var chart = result.view.container(), menu = chart.parentNode.querySelector('summary');\n"
        "      if (menu) menu.setAttribute('aria-label', defaults.i18n.CLICK_TO_VIEW_ACTIONS);\n"
        "      chart.querySelectorAll('.role-mark:empty').forEach(function (none) {\n"
        "        none.setAttribute('aria-hidden', 'true');\n"
        "      });\n"
        "      return result;\n"
        "    });\n"
        "  };\n"
        f"}})(window.vegaEmbed, {_write_json(options)});"
    )


def write_debug(versions: dict[str, str]) -> str:
    """Return the line of script by which charts find the bundle instead of fetching one."""
    debug = {f"{library.replace('-', '')}_version": asked for library, asked in versions.items()}
    return f"window.VEGA_DEBUG = {_write_json(debug)};"


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def find_cache() -> Path:
    """Return the folder for files that can be made again: ``GOVINDEX_CACHE``, else the platform's own place."""
    chosen = os.environ.get("GOVINDEX_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "govindex" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "govindex"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "govindex"
