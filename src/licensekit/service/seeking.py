"""What fits a use, over every work or licence that is known, as a request asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from licensekit.selection import DUTY_KINDS, PERMISSIONS, Selection
from licensekit.selection import find as select
from licensekit.service.requests import ServiceRequest, asked_of, needs_acts
from licensekit.service.selections import selection_data
from licensekit.use import Use
from licensekit.vocabulary.words import SUBJECTS

MOST_FOUND: Final = 100
"""Works or licences of which an answer tells by name."""
_OWN: Final = ("among", "allowed", "without_duties", "words")
READ: Final = ("acts", "facts", *SUBJECTS, "as_of", "rates", "indices", "attested", "profile", "assume", "strict")
_OF_ONE_LICENCE: Final = frozenset({"approvals", "done"})
"""What is stated beside a use and names clauses of a licence: for many it stands in the profile."""


class Sought(NamedTuple):
    """What was looked for, and what fits."""

    acts: tuple[str, ...]
    selection: Selection


def sought(request: ServiceRequest) -> Sought:
    """The works or licences that permit a use. Raises LicensekitError with everything that is wrong."""
    request.only(*_OWN, *READ)
    among = request.word("among", "works", ("works", "licenses"))
    allowed = _words(request, "allowed", PERMISSIONS) if "allowed" in request.table else ("yes",)
    if not (allowed or request.refusals):
        request.refuse("allowed", "nothing would do", 'write "allowed": ["yes"], or leave it out', "LK703")
    kinds, words = _words(request, "without_duties", DUTY_KINDS), request.texts("words")
    asked = asked_of(request, None, *_OWN)
    needs_acts(request, asked.said.acts)
    request.refusals.check()
    use, stated = Use.of(asked.said.acts, asked.said.stated), asked.circumstances
    selection = select(
        use,
        among=among,  # type: ignore[arg-type]
        allowed=allowed,  # type: ignore[arg-type]
        without_duties=kinds,
        words=words,
        obtained=stated.as_of,
        profile=asked.profile,
        **{name: value for name, value in stated.arguments.items() if name not in _OF_ONE_LICENCE},
    )
    return Sought(tuple(use.acts), selection)


def find(request: ServiceRequest) -> Mapping[str, Any]:
    """The same as plain data; of the first hundred, the most downloaded first, with how many there are."""
    acts, selection = sought(request)
    return selection_data(selection, acts, MOST_FOUND)


def _words(request: ServiceRequest, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a key that takes several of a closed list."""
    words = request.texts(key)
    for word in words:
        if word not in known:
            request.refuse_word(key, word, known)
    return words
