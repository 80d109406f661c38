"""`lic.compile()`: verdicts at the speed of a function written by hand, explained decisions on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

from licensekit.compile.intake import snapshot
from licensekit.compile.naming import naming_of
from licensekit.compile.outcome import Outcome
from licensekit.compile.prepared import Prepared
from licensekit.compile.rows import need
from licensekit.decision.circumstances import Assume, Circumstances, Done, Readings
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single, Terms
from licensekit.model.license import License
from licensekit.use import Approval, Attestation, Use
from licensekit.use.checks import listed
from licensekit.values import IndexValue, Rate, Told

if TYPE_CHECKING:
    from licensekit.compile.arrays import Packed


class Compiled(Prepared):
    """Terms under fixed circumstances, for one use or for many."""

    def columns(
        self,
        frame: Any,
        acts: Iterable[str],
        *,
        rename: Mapping[str, str] | None = None,
        currency: str = "",
        ignore: Iterable[str] = (),
    ) -> Any:
        """A data frame with the answers as columns: see `frames.columns`. Needs the extra `batch`."""
        need("batch", "narwhals", "polars")
        from licensekit.compile.frames import columns  # noqa: PLC0415 - narwhals is an extra

        return columns(self, frame, acts, naming_of(rename, currency, ignore))

    def packed(
        self,
        columns: Mapping[str, Any],
        acts: Iterable[str],
        *,
        rename: Mapping[str, str] | None = None,
        currency: str = "",
        ignore: Iterable[str] = (),
    ) -> Packed:
        """The answers for NumPy arrays, as bits: see `arrays.packed`. Needs the extra `numpy`."""
        need("numpy", "numpy")
        from licensekit.compile.arrays import packed  # noqa: PLC0415 - numpy is an extra

        return packed(self, columns, acts, naming_of(rename, currency, ignore))


class CompiledSet:
    """Several licences, each for itself, about the same use."""

    def __init__(self, parts: Mapping[str, Compiled]) -> None:
        self.parts: Final = dict(parts)
        self._each = tuple((name, part.table, part) for name, part in self.parts.items())

    def __reduce__(self) -> tuple[type[CompiledSet], tuple[dict[str, Compiled]]]:
        return CompiledSet, (self.parts,)

    def verdicts(self, use: Use) -> dict[str, Outcome]:
        """The outcome under each licence; the facts of the use are put together once."""
        plain = snapshot(use)
        return {
            name: part.verdict(use) if part.given else (table.known.get(plain.key) or table.function(plain))(plain, use)
            for name, table, part in self._each
        }


class Fixed(TypedDict, total=False):
    """What is fixed when terms are compiled; each means what it means for `evaluate`."""

    as_of: date | None
    assume: Assume
    readings: Readings
    approvals: Iterable[Approval]
    done: Done
    rates: Iterable[Rate]
    indices: Iterable[IndexValue]
    attested: Attestation | None


def compile_terms(terms: Terms | License, given: Mapping[str, Told] | None = None, **fixed: Unpack[Fixed]) -> Compiled:
    """Terms compiled under fixed circumstances. `given` are facts that the work itself settles."""
    several = ("approvals", "rates", "indices")
    stated: dict[str, Any] = {name: listed(value) if name in several else value for name, value in fixed.items()}
    circumstances = Circumstances(**stated)
    return Compiled(Single(Program(terms)) if isinstance(terms, License) else terms, circumstances, given)


__all__ = ["Compiled", "CompiledSet", "Fixed", "compile_terms"]
