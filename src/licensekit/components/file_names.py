"""Files that hold terms or notices beside a label: by their names, and the folders in which they lie."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from licensekit.catalogue.name_table import entries_called
from licensekit.components.prose import NOTICES
from licensekit.identify.reading import is_of_a_license, is_of_a_policy

_CARDS: Final = re.compile(r"readme(?:[-_. ][a-z]{2}(?:[-_][a-z]{2,4})?)?\.md", re.IGNORECASE)
FORMS: Final = frozenset({"", ".txt", ".md", ".rst", ".html", ".pdf"})
"""How the names of texts end."""
_OF_ONE: Final = frozenset({"license", "licence", "copying", "eula", "terms", "model_license", "license_agreement"})
_OF_MANY: Final = frozenset({"licenses", "licences"})
"""Folders in which the texts of parts that others made lie too."""


def is_of_terms(folder: str) -> bool:
    """Whether a folder holds texts of licences, by its name."""
    return folder.casefold() in _OF_MANY or is_a_license(folder)


def is_a_license(folder: str) -> bool:
    """Whether a folder is called as the text of one licence is, so that all texts in it are of that: `LICENSE`."""
    return folder.casefold() in _OF_ONE


def is_a_card(name: str) -> bool:
    """Whether a file is the card of a model, which may be there in several languages: `README.md`, `README_zh.md`."""
    return _CARDS.fullmatch(name) is not None


def has_terms(path: PurePath) -> bool:
    """Whether a file holds terms or notices, by its name."""
    if path.parent.name == "LICENSES" and path.suffix == ".txt":  # the layout of REUSE: each text by its SPDX id
        return bool(entries_called(path.stem))
    return is_of_a_license(path.name) or is_of_a_policy(path.name) or NOTICES.fullmatch(path.name) is not None
