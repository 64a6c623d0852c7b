"""JSON read without losing anything: numbers keep their text, objects the order of their members."""

import json
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Number:
    """A JSON number as it is written."""

    text: str


@dataclass(frozen=True)
class Quantity:
    """A number of which only the value matters, not how it is written."""

    value: Decimal


class Members(list):
    """An object as a list of key and value."""


def load(text, constant=lambda _: None):
    """Reads a JSON text; `NaN` and the infinities, which are none of JSON's, become null by default."""
    return json.loads(
        text, parse_int=Number, parse_float=Number, parse_constant=constant, object_pairs_hook=Members
    )


def refuse(word):
    """The `constant` of a text that must be JSON by the letter."""
    raise ValueError(f"{word} is not JSON")


def same(expected, found):
    """Whether a value is the one that was expected, of the same kind."""
    if isinstance(expected, Quantity):
        return isinstance(found, Number) and Decimal(found.text) == expected.value
    if type(expected) is not type(found):
        return False
    if isinstance(expected, (list, tuple)):
        return len(expected) == len(found) and all(same(*pair) for pair in zip(expected, found))
    return expected == found
