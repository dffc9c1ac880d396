"""JSON bodies: one flat object whose values are all strings (RFC 8259).

Nothing imports this module before a JSON body is written or read: forms do without `json`.
"""

from __future__ import annotations

from json import JSONDecodeError, JSONDecoder, JSONEncoder

from .errors import EncodingError
from .limits import check_count
from .parameters import shown, texts

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from typing import NoReturn


def encode_object(params: dict[str, str]) -> bytes:
    """Write texts as a JSON object, in ASCII: no receiver can mistake its charset."""
    return _encoder.encode(params).encode("ascii")


def decode_object(body: str, max_parameters: int | None = None) -> dict[str, str]:
    """Read a JSON object as parameters.

    Numbers keep the text they were written with, booleans become ``true`` and ``false``, and
    ``null`` is an absent parameter.

    Args:
        body: the JSON text.
        max_parameters: how many members there may be; ``None`` for any number.

    Returns:
        A new dict of the texts.

    Raises:
        RequestTooLarge: there are more members.
        EncodingError: the text is not JSON, or not one flat object.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    members = _decoded(body)
    if not isinstance(members, tuple):
        raise EncodingError("the JSON body is no object: send one flat object")
    check_count(len(members), max_parameters)
    params = dict(members)
    if not {tuple, list}.isdisjoint(map(type, params.values())):
        name = next(name for name, value in members if isinstance(value, (tuple, list)))
        raise EncodingError(
            f"the JSON body is not flat: parameter {shown(name)} holds an array or an object"
        )
    return texts(params if len(params) == len(members) else members)


def _decoded(body: str) -> object:
    try:
        return _decoder.decode(body)
    except JSONDecodeError as error:
        problem = f"the body is not JSON at character {error.pos}: {error.msg}"
    except RecursionError:
        problem = "the JSON body is nested too deeply: send one flat object"
    raise EncodingError(problem)


def _refuse_constant(constant: str) -> NoReturn:
    raise EncodingError(f"the body is not JSON: {constant} is no JSON number")


_encoder = JSONEncoder(separators=(",", ":"))
# Objects become tuples of pairs, so that no member is lost; arrays remain lists.
_decoder = JSONDecoder(
    object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=_refuse_constant
)
