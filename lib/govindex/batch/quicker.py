"""Altair and papermill without repetitions, in a batch only: the same charts, to the letter, in less time.

Altair 6 builds a chart of panels by copying the parts, and each copy builds its own parts anew by copying theirs; it
checks every part against the schema with a validator written in Python, and prepares the same table for every layer.
Here a copy copies, the validator is a compiled one, and a table is prepared once a chart. Nothing that can
be seen differs: the parity tests compare every notebook with papermill's own engine, whose Altair is as it came.
"""

from __future__ import annotations

import json
import math
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pandas as pd
import papermill.execute
from altair.utils import core, data, schemapi
from altair.utils.core import TYPECODE_MAP
from altair.vegalite import data as vegalite_data
from altair.vegalite.v6 import api
from altair.vegalite.v6.schema import channels

_URI = "urn:vega-lite"
_registries: dict[int, tuple[Any, Any]] = {}
_validators: dict[tuple[int, int], tuple[Any, Any]] = {}
_hashes: dict[int, tuple[Any, int]] = {}
_converters: dict[tuple, Any] = {}
_channels: dict[tuple[str, str], Any] = {}
_shorthands: dict[str, dict[str, Any]] = {}
_PREPARED = "govindex-prepared"
_TYPES = {f":{code}" for code in TYPECODE_MAP.values()}
_PLAIN = {type(schemapi.Undefined), str, int, float, bool, type(None)}
_NEEDED = (
    (schemapi, ("_deep_copy", "_get_errors_from_spec", "_FromDict", "_todict", "SchemaBase")),
    (getattr(schemapi, "_FromDict", None), ("hash_schema",)),
    (api, ("_prepare_data", "TopLevelMixin")),
    (channels, ("parse_shorthand",)),
    (getattr(core, "_ChannelCache", None), ("_wrap_in_channel",)),
    (data, ("to_values",)),
    (vegalite_data, ("to_values",)),
    (papermill.execute, ("write_ipynb",)),
)


def quicken() -> bool:
    """Take the repetitions out of Altair in this process; return whether it is the Altair that this was written for."""
    known = all(hasattr(module, name) for module, names in _NEEDED for name in names)
    if not known or schemapi._deep_copy is _copy_deep:
        return False
    _check_faster(schemapi._get_errors_from_spec)
    _keep_hashes(schemapi._FromDict.hash_schema)
    _keep_prepared(api._prepare_data)
    _pass_plain(schemapi._todict)
    _keep_parsed(channels.parse_shorthand)
    _keep_channels(core._ChannelCache._wrap_in_channel)
    _write_rows(data.to_values)
    _write_nothing_to_nobody()
    schemapi._deep_copy = _copy_deep
    schemapi.SchemaBase.copy = _copy
    return True


def _write_nothing_to_nobody() -> None:
    """Keep papermill from making a text of the notebook where it is given no path to write it to."""
    write = papermill.execute.write_ipynb

    def write_if_asked(nb: Any, path: Any) -> None:
        if path is not None:
            write(nb, path)

    papermill.execute.write_ipynb = write_if_asked


def _renew(obj: Any, args: tuple, kwds: dict[str, Any]) -> Any:
    """Return an object like `obj` without building it anew."""
    new = object.__new__(type(obj))
    held = new.__dict__
    held.update(obj.__dict__)
    held["_args"], held["_kwds"] = args, kwds
    return new


def _copy_deep(obj: Any, by_ref: set[str]) -> Any:
    if isinstance(obj, list):
        return [each if type(each) in _PLAIN else _copy_deep(each, by_ref) for each in obj]
    if isinstance(obj, dict):
        return _copy_values(obj, by_ref)
    if not isinstance(obj, schemapi.SchemaBase):
        return obj
    if copier := getattr(type(obj), "__deepcopy__", None):
        with schemapi.debug_mode(False):
            return copier(obj, obj)
    args, held = obj._args, obj._kwds
    kwds = held.copy()
    for name, value in held.items():
        if type(value) not in _PLAIN and name not in by_ref:
            kwds[name] = _copy_deep(value, by_ref)
    return _renew(obj, tuple(_copy_deep(arg, by_ref) for arg in args) if args else args, kwds)


def _copy_values(values: dict[str, Any], by_ref: set[str]) -> dict[str, Any]:
    return {
        name: value if type(value) in _PLAIN or name in by_ref else _copy_deep(value, by_ref)
        for name, value in values.items()
    }


def _copy(self: Any, deep: Any = True, ignore: list[str] | None = None) -> Any:
    """Return a copy built anew at its top, where Altair sorts what has been added; its parts are only copied."""
    args, kwds = self._args, self._kwds
    if deep is True:
        by_ref = set(ignore) if ignore else set()
        args = tuple(_copy_deep(arg, by_ref) for arg in args)
        kwds = _copy_values(kwds, by_ref)
    with schemapi.debug_mode(False):
        copy = type(self)(*args, **kwds)
    if deep is not True and schemapi._is_iterable(deep):
        for attribute in deep:
            copy[attribute] = schemapi._shallow_copy(copy._get(attribute))
    return copy


def _check_faster(find_errors: Any) -> None:
    """Check against the schema by a compiled validator; an error is looked for anew, so that its story is Altair's."""

    def find(spec: Any, schema: dict[str, Any], rootschema: dict[str, Any] | None = None) -> Any:
        try:
            if _find_validator(schema, rootschema or schema).is_valid(spec):
                return []
        except (TypeError, ValueError):  # of what JSON does not hold
            pass
        return find_errors(spec, schema, rootschema=rootschema)

    schemapi._get_errors_from_spec = find


def _find_validator(schema: dict[str, Any], rootschema: dict[str, Any]) -> Any:
    """Return the validator of a part of a schema, compiled once; both are held, so that their ids stay theirs."""
    if id(rootschema) not in _registries:
        registry = jsonschema_rs.Registry([(_URI, _name_references(rootschema, ""))], draft=jsonschema_rs.Draft7)
        _registries[id(rootschema)] = (rootschema, registry)
    key = (id(schema), id(rootschema))
    if key not in _validators:
        registry = _registries[id(rootschema)][1]
        part = _name_references(schema, _URI)
        _validators[key] = (schema, jsonschema_rs.Draft7Validator(part, registry=registry, validate_formats=True))
    return _validators[key][1]


def _name_references(part: Any, base: str) -> Any:
    """Return a part of a schema whose references are addresses: Vega-Lite's have letters that none may have."""
    if isinstance(part, dict):
        return {
            name: base + quote(value, safe="#/") if name == "$ref" else _name_references(value, base)
            for name, value in part.items()
        }
    return [_name_references(each, base) for each in part] if isinstance(part, list) else part


def _keep_hashes(hash_schema: Any) -> None:
    """Hash each part of the schema once, and sort the classes by those hashes once."""

    def find(schema: Any, use_json: bool = True) -> int:
        if not use_json or not isinstance(schema, dict):
            return hash_schema(schema, use_json)
        if id(schema) not in _hashes:
            _hashes[id(schema)] = (schema, hash_schema(schema, use_json))
        return _hashes[id(schema)][1]

    def begin(self: Any, wrapper_classes: Any, /) -> None:
        classes = tuple(wrapper_classes)
        if classes not in _converters:
            make(self, classes)
            _converters[classes] = self.class_dict
        self.class_dict = _converters[classes]

    make = schemapi._FromDict.__init__
    schemapi._FromDict.hash_schema = staticmethod(find)
    schemapi._FromDict.__init__ = begin


def _pass_plain(to_dict: Any) -> None:
    """Leave numbers and texts as they are at once, which Altair does after asking of what kinds they are not."""

    def turn(obj: Any, context: Any, np_opt: Any, pd_opt: Any) -> Any:
        return obj if type(obj) in _PLAIN else to_dict(obj, context, np_opt, pd_opt)

    schemapi._todict = turn


def _keep_parsed(parse: Any) -> None:
    """Parse a shorthand that names its type once: what it means does not depend on the table."""

    def find(shorthand: Any, data: Any = None, **options: Any) -> dict[str, Any]:
        if options or not isinstance(shorthand, str) or shorthand[-2:] not in _TYPES:
            return parse(shorthand, data=data, **options)
        if shorthand not in _shorthands:
            _shorthands[shorthand] = parse(shorthand, data=data)
        return dict(_shorthands[shorthand])

    channels.parse_shorthand = find


def _keep_channels(wrap: Any) -> None:
    """Find the class of a channel that is given as a text, a value or a condition once."""

    def find(self: Any, obj: Any, encoding: str, /) -> Any:
        if type(obj) not in (str, dict):
            return wrap(self, obj, encoding)
        try:
            key = (encoding, json.dumps(obj))
        except (TypeError, ValueError):  # of what JSON does not hold
            return wrap(self, obj, encoding)
        if key not in _channels:
            _channels[key] = _copy_deep(wrap(self, obj, encoding), set())
        return _copy_deep(_channels[key], set())

    core._ChannelCache._wrap_in_channel = find


def _write_rows(to_values: Any) -> None:
    """Turn a table of numbers and texts into rows column by column."""

    def turn(rows: Any) -> Any:
        frame = api.nw.to_native(rows, pass_through=True)
        if type(frame) is not pd.DataFrame or isinstance(frame.index, pd.MultiIndex) or not len(frame.columns):
            return to_values(rows)
        kinds = [_KINDS.get(str(dtype)) for dtype in frame.dtypes]
        if None in kinds or not all(type(name) is str for name in frame.columns) or not frame.columns.is_unique:
            return to_values(rows)
        columns = [kind(frame[name]) for name, kind in zip(frame.columns, kinds, strict=True)]
        return {"values": [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]}

    vegalite_data.to_values = turn


def _list_floats(column: pd.Series) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in column.tolist()]


def _list_known(column: pd.Series) -> list[Any]:
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


_KINDS = {
    "int64": pd.Series.tolist,
    "bool": pd.Series.tolist,
    "float64": _list_floats,
    **dict.fromkeys(("str", "string", "Int64", "boolean"), _list_known),
}


def _keep_prepared(prepare: Any) -> None:
    """Prepare a table once for all layers of a chart, which hand a context down from its top."""
    to_dict = api.TopLevelMixin.to_dict

    def start(self: Any, *args: Any, context: dict[str, Any] | None = None, **options: Any) -> Any:
        return to_dict(self, *args, context={_PREPARED: {}, **(context or {})}, **options)

    def find(data: Any, context: dict[str, Any] | None = None) -> Any:
        kept = (context or {}).get(_PREPARED)
        if kept is None or isinstance(data, str | dict) or data is schemapi.Undefined:
            return prepare(data, context)
        native = api.nw.to_native(data, pass_through=True)
        if id(native) not in kept:
            kept[id(native)] = (native, prepare(data, context))
        return kept[id(native)][1]

    api.TopLevelMixin.to_dict = start
    api._prepare_data = find
