"""Altair without its repetitions, in the processes of a batch only: the same charts, to the letter, in less time.

Altair 6 builds a chart of panels by copying the parts, and each copy builds its own parts anew by copying theirs; it
checks the same axis against the schema for every layer of every page, and prepares the same table for every layer. Here
a copy copies, a part that was found valid is not checked again, and a table is prepared once a chart. Nothing that can
be seen differs: the parity tests compare every notebook with papermill's own engine, whose Altair is as it came.
"""

from __future__ import annotations

import json
from typing import Any

from altair.utils import schemapi
from altair.vegalite.v6 import api

_valid: dict[tuple[int, int, str], tuple[Any, Any]] = {}
_hashes: dict[int, tuple[Any, int]] = {}
_converters: dict[tuple, Any] = {}
_PREPARED = "govindex-prepared"
_MOST = 200_000
_PLAIN = {type(schemapi.Undefined), str, int, float, bool, type(None)}


def quicken() -> bool:
    """Take the repetitions out of Altair in this process; return whether it is the Altair that this was written for."""
    needed = [(schemapi, name) for name in ("_deep_copy", "_get_errors_from_spec", "_FromDict", "SchemaBase")]
    needed += [(api, "_prepare_data"), (api, "TopLevelMixin")]
    if not all(hasattr(module, name) for module, name in needed) or schemapi._deep_copy is _copy_deep:
        return False
    _keep_valid(schemapi._get_errors_from_spec)
    _keep_hashes(schemapi._FromDict.hash_schema)
    _keep_prepared(api._prepare_data)
    schemapi._deep_copy = _copy_deep
    schemapi.SchemaBase.copy = _copy
    return True


def _renew(obj: Any, args: tuple, kwds: dict[str, Any]) -> Any:
    """Return an object like `obj` without building it anew."""
    new = object.__new__(type(obj))
    new.__dict__.update(obj.__dict__)
    object.__setattr__(new, "_args", args)
    object.__setattr__(new, "_kwds", kwds)
    return new


def _copy_deep(obj: Any, by_ref: set[str]) -> Any:
    if isinstance(obj, schemapi.SchemaBase):
        if copier := getattr(obj, "__deepcopy__", None):
            with schemapi.debug_mode(False):
                return copier(obj)
        args = tuple(_copy_deep(arg, by_ref) for arg in obj._args)
        return _renew(obj, args, _copy_values(obj._kwds, by_ref))
    if isinstance(obj, list):
        return [each if type(each) in _PLAIN else _copy_deep(each, by_ref) for each in obj]
    if isinstance(obj, dict):
        return _copy_values(obj, by_ref)
    return obj


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


def _keep_valid(find_errors: Any) -> None:
    """Remember what was found valid; an error is looked for anew, so that its story is the one of its place."""

    def find(spec: Any, schema: dict[str, Any], rootschema: dict[str, Any] | None = None) -> Any:
        try:
            key = (id(schema), id(rootschema), json.dumps(spec, sort_keys=True, allow_nan=False))
        except (TypeError, ValueError):
            return find_errors(spec, schema, rootschema=rootschema)
        if key in _valid:
            return []
        errors = find_errors(spec, schema, rootschema=rootschema)
        if not errors and len(_valid) < _MOST:
            _valid[key] = (schema, rootschema)  # held, so that their ids stay theirs
        return errors

    schemapi._get_errors_from_spec = find


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
