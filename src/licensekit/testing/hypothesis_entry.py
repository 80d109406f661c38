"""What the package `hypothesis` loads when it is imported: so `st.from_type(Use)` works without a call.

Only the type is imported here; the strategies are when they are first asked for.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from licensekit.use import Use


def _uses(_: type[Use]) -> st.SearchStrategy[Any]:
    from licensekit.testing.strategies import uses  # noqa: PLC0415 - see the docstring of this module

    return uses()


st.register_type_strategy(Use, _uses)
