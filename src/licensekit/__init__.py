"""Licence terms as structured policy: whether a use is permitted, on what conditions, and how we know.

    import licensekit as lk

    kimi = lk.load("kimi-k2.5")
    use = lk.Use.of(acts=["embed"], facts={"product.charged_for": True})
    decision = kimi.evaluate(use)

Public names load on first access; importing the package reads no licence and imports neither pydantic nor lark.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # type checkers take this name for true; importing typing would double the time of the import
if TYPE_CHECKING:
    from typing import Any, Final

    from licensekit.api import (
        LicenseTerms,
        PublishedWork,
        all_of,
        any_of,
        check,
        compare,
        compile_all,
        decision_map,
        diff,
        load,
        openness,
        parse,
        read,
        work,
    )
    from licensekit.catalogue import ids
    from licensekit.decision import Allowed, Circumstances, Decision, Verdict
    from licensekit.diagnostics import Diagnostic
    from licensekit.errors import CatalogueError, FactsError, LicenseError, LicensekitError
    from licensekit.truth import Truth
    from licensekit.use import Approval, Attestation, Use
    from licensekit.use.subjects import (
        Access,
        Breach,
        Client,
        Conduct,
        Deployment,
        Dispute,
        Distribution,
        Group,
        Licensee,
        Licensor,
        Outputs,
        Product,
        ProductsCommercial,
        ProductsWithWork,
        Purpose,
        Recipient,
        Service,
        TrainedModel,
        Usage,
        WorkFacts,
    )
    from licensekit.values import (
        UNKNOWN,
        WORLDWIDE,
        Exactly,
        IndexValue,
        Money,
        NotOption,
        Range,
        Rate,
        at_least,
        at_most,
        between,
        less_than,
        more_than,
    )
    from licensekit.version import VERSION as __version__  # noqa: N811 - the name that Python's tools look for

__all__ = [
    "UNKNOWN",
    "WORLDWIDE",
    "Access",
    "Allowed",
    "Approval",
    "Attestation",
    "Breach",
    "CatalogueError",
    "Circumstances",
    "Client",
    "Conduct",
    "Decision",
    "Deployment",
    "Diagnostic",
    "Dispute",
    "Distribution",
    "Exactly",
    "FactsError",
    "Group",
    "IndexValue",
    "LicenseError",
    "LicenseTerms",
    "Licensee",
    "LicensekitError",
    "Licensor",
    "Money",
    "NotOption",
    "Outputs",
    "Product",
    "ProductsCommercial",
    "ProductsWithWork",
    "PublishedWork",
    "Purpose",
    "Range",
    "Rate",
    "Recipient",
    "Service",
    "TrainedModel",
    "Truth",
    "Usage",
    "Use",
    "Verdict",
    "WorkFacts",
    "__version__",
    "all_of",
    "any_of",
    "at_least",
    "at_most",
    "between",
    "check",
    "compare",
    "compile_all",
    "decision_map",
    "diff",
    "ids",
    "less_than",
    "load",
    "more_than",
    "openness",
    "parse",
    "read",
    "work",
]

_HOMES: Final = {
    "api": "LicenseTerms PublishedWork all_of any_of check compare compile_all decision_map diff load openness parse "
    "read work",
    "catalogue": "ids",
    "diagnostics": "Diagnostic",
    "errors": "CatalogueError FactsError LicenseError LicensekitError",
    "decision": "Allowed Circumstances Decision Verdict",
    "truth": "Truth",
    "use.record": "Use",
    "use.statements": "Approval Attestation",
    "values": "UNKNOWN WORLDWIDE Exactly IndexValue Money NotOption Range Rate "
    "at_least at_most between less_than more_than",
}
_HOME_OF: Final = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    if name == "__version__":
        value: Any = import_module("licensekit.version").VERSION
    elif name in __all__:
        value = getattr(import_module(f"licensekit.{_HOME_OF.get(name, 'use.subjects')}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(type(sys)):  # type: ignore[misc]  # the class of modules, without importing `types`
    """The package itself: its `check` is the function of the facade, also once the package `check` is loaded."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name == "check" and isinstance(value, type(sys))):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
