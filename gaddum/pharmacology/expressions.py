"""Arithmetic written in compound files (`CL/V1`, `max(0, 1 - F)`), read safely and evaluated on arrays.

Text is parsed with `ast` and only + - * / **, numbers, names and six functions are let through, so a
compound file can compute but never run code.  Evaluation takes the array library as an argument and
works on plain floats, NumPy and JAX arrays alike.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gaddum.errors import GaddumError

Array = Any
"""A float, or an array of NumPy or JAX; operands broadcast."""

CONSTANTS: dict[str, float] = {"ln2": math.log(2.0)}
FUNCTIONS: dict[str, tuple[str, int]] = {
    # name in the file: (name in the array library, number of arguments)
    "min": ("minimum", 2),
    "max": ("maximum", 2),
    "exp": ("exp", 1),
    "log": ("log", 1),
    "sqrt": ("sqrt", 1),
}
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


class Floats:
    """An array library for plain floats, so that reading a compound needs no numerics installed."""

    exp, log, sqrt = math.exp, math.log, math.sqrt
    minimum, maximum = min, max


@dataclass(frozen=True)
class Expression:
    """One formula of a compound file.

    Attributes:
        text: The formula as written.
        names: Parameters and covariates it reads, `ln2` excluded.
    """

    text: str
    names: frozenset[str]
    _tree: ast.expr = field(repr=False, compare=False)

    def __call__(self, values: Mapping[str, Array], xp: Any = None) -> Array:
        """Value of the formula.

        Args:
            values: Number or array for every name.
            xp: Array library with `exp`, `log`, `sqrt`, `minimum`, `maximum`; NumPy if not given.
        """
        return _evaluate(self._tree, values, xp)


def parse(text: str | float | int, place: str = "") -> Expression:
    """Read a formula; anything but arithmetic is refused.

    Raises:
        GaddumError: GAD-PHARM-13 if it is not a formula of the allowed kind.
    """
    source = str(text).strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _refusal(source, "is not a formula", place) from None
    names: set[str] = set()
    _check(tree, names, source, place)
    return Expression(source, frozenset(names - set(CONSTANTS)), tree)


def _check(node: ast.expr, names: set[str], source: str, place: str) -> None:
    """Walk the tree, collecting names and refusing what is not arithmetic."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            _check(left, names, source, place)
            _check(right, names, source, place)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, names, source, place)
        case ast.Constant(value=value) if isinstance(value, (int, float)) and not isinstance(value, bool):
            return
        case ast.Name(id=name):
            names.add(name)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) != FUNCTIONS[name][1]:
                raise _refusal(source, f"gives {name}() {len(args)} arguments", place)
            for argument in args:
                _check(argument, names, source, place)
        case _:
            raise _refusal(source, f"contains {ast.unparse(node)!r}, which is not plain arithmetic", place)


def _evaluate(node: ast.expr, values: Mapping[str, Array], xp: Any) -> Array:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_evaluate(left, values, xp), _evaluate(right, values, xp))
        case ast.UnaryOp(op=sign, operand=operand):
            value = _evaluate(operand, values, xp)
            return -value if isinstance(sign, ast.USub) else value
        case ast.Constant(value=value):
            return float(value)  # type: ignore[arg-type]
        case ast.Name(id=name):
            return CONSTANTS[name] if name in CONSTANTS else values[name]
        case ast.Call(func=ast.Name(id=name), args=args):
            function = getattr(library(xp), FUNCTIONS[name][0])
            return function(*(_evaluate(argument, values, xp) for argument in args))
    raise AssertionError(f"unchecked node {node!r}")


def library(xp: Any) -> Any:
    """The array library asked for, or NumPy."""
    if xp is not None:
        return xp
    import numpy

    return numpy


def _refusal(source: str, what: str, place: str) -> GaddumError:
    return GaddumError(
        "GAD-PHARM-13",
        f"The formula {what}.",
        place=place,
        value=source,
        expected="+ - * / ** ( ), numbers, parameter names, ln2, " + ", ".join(f"{f}()" for f in FUNCTIONS),
    )
