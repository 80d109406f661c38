"""Every limit of the library in one place; each has its own diagnostic code, and the message names it.

Reasons and measurements: docs/reliability.md and the attacks listed in tests/hostile.
"""

from __future__ import annotations

from typing import Final

MAX_SOURCE_BYTES: Final = 256 * 1024
MAX_FACTS_BYTES: Final = 1024 * 1024
MAX_TEXT_BYTES: Final = 5 * 1000 * 1000
"""The text of a licence, as its parties know it; no text comes near it."""
MAX_INPUT_BYTES: Final = 1024 * 1024 * 1024
"""A table of uses on standard input, and a workbook unpacked; a file of another kind streams, and has no limit."""
MAX_WORKBOOK_ELEMENTS: Final = 20_000_000
"""Of XML in the sheets of a workbook, about two for each cell, and places for cells in one sheet."""
MAX_WORKBOOK_TEXT_BYTES: Final = 128 * 1024 * 1024
"""Texts that the cells of a workbook share: a reader keeps each of them."""
MAX_TOKENS: Final = 50_000
MAX_NESTING: Final = 64
MAX_DATA_NESTING: Final = 800
"""Of brackets in JSON: a Python of 3.12 reads thousands of them, and one of 3.11 as many as its stack then has left."""
MAX_CLAUSES: Final = 2_000
MAX_DEFINITIONS: Final = 500
MAX_DEPTH: Final = 128
"""Depth of a condition with its defines and measures written out: evaluators follow it by recursion."""
MAX_EXEMPTIONS_DEEP: Final = 64
"""Exemptions of exemptions."""
MAX_STRING: Final = 10_000
MAX_NAME: Final = 64
MAX_DIGITS: Final = 15
MAX_DECIMALS: Final = 4
MAX_COUNT: Final = 10**MAX_DIGITS - 1
MAX_MONTHS: Final = 120
"""Figures of calendar months in one use: orders stand between each two."""
MAX_READINGS: Final = 12
MAX_POLICIES: Final = 100
"""Policies that one licence takes in, those of its policies included."""
MAX_EXPANDED: Final = 20_000
"""Statements of a whole file after bases and policies are taken in; a small file could otherwise multiply."""
MAX_EXTENDS_DEPTH: Final = 8
MAX_DIAGNOSTICS: Final = 100
MAX_RULES: Final = 20_000
"""Rules between facts drawn from what licences say of their own; forty of the catalogue together need 2,000."""
MAX_STEPS: Final = 200_000
"""Steps of one operation on decision diagrams, each about 5 microseconds and 650 bytes (docs/reliability.md)."""
MAX_STEPS_TOGETHER: Final = 50 * MAX_STEPS
"""Steps of all that a measure of cases asks about one licence: what is left then is told to be undecided."""
QUESTION_STEPS: Final = 1_000
"""What one question more of such a measure counts, for the work that no diagram counts."""
MAX_INVENTORY_BYTES: Final = 128 * 1024 * 1024
"""An inventory, as a file of text."""
MAX_COMPONENTS: Final = 200_000
MAX_LAYERS: Final = 64
"""Layers of a chain: works, code and data that one product is made from."""
