"""Who published the sources, as a language names them."""

from __future__ import annotations

import pandas as pd


def name_publishers(sources: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the sources with publisher and citation as the pages of a language name the publisher.

    Examples
    --------
    >>> sources = pd.DataFrame({"publisher": ["Son La province"], "publisher_vi": ["Tỉnh Sơn La"]})
    >>> sources["citation"] = "Son La province (n.d.): Report."
    >>> name_publishers(sources, "vi")["citation"].item()
    'Tỉnh Sơn La (n.d.): Report.'
    """
    if lang != "vi":
        return sources
    named = sources["publisher_vi"].fillna(sources["publisher"])
    pairs = zip(sources["citation"], sources["publisher"], named, strict=True)
    return sources.assign(
        publisher=named,
        citation=[name + text.removeprefix(old) if text.startswith(old) else text for text, old, name in pairs],
    )
