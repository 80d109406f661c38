"""Licence terms as structured policy: whether a use is permitted, on what conditions, and how we know.

    import licensekit as lk

    kimi = lk.load("kimi-k2.5")
    use = lk.Use.of(acts=["embed"], facts={"product.charged_for": True})
    decision = kimi.evaluate(use)
    if decision.verdict == "permitted_with_duties":
        print([duty.text for duty in decision.duties])

Each name below has its own page: `help(lk.Use)`, `help(lk.LicenseTerms.evaluate)`.

Terms: what is asked about
    load(id), read(path), parse(text)   LicenseTerms of the catalogue, of a file, of a text
    work(name)                          PublishedWork: a model or package, and the licence of a copy by its day; its
                                        `evaluate` gives a WorkAnswer, also where it is open what binds it
    all_of(*terms), any_of(*terms)      several that all bind, and a choice between several
    LicenseTerms.evaluate(use, ...)     the Decision
    compile_all(ids)                    many licences compiled, for one use after the other

A use: what is done, and what is known
    Use, Use.of(acts, facts)            acts and facts; what is not given is unknown, never no
    Licensee, Group, Client, Recipient, Product, ProductsWithWork, ProductsCommercial, Service, Usage, Access,
    Deployment, Purpose, Distribution, WorkFacts, TrainedModel, Outputs, Conduct, Dispute, Breach, Licensor
                                        the facts of each subject, as fields of a Use
    Money, at_most, at_least, more_than, less_than, between, Range, Exactly, NotOption, UNKNOWN, WORLDWIDE
                                        values: exact, known in part, or not known
    Circumstances                       what may be stated beside a use, of these kinds:
    Approval, Attestation, Rate, IndexValue
    Profile, read_profile, parse_profile
                                        what holds of us for every question: `evaluate(use, profile=...)`

The answer
    Decision                            verdict, duties, approvals, reasons, questions; to_dict(), to_json(), explain()
    Verdict, Allowed, Truth             its words; a Verdict and an Allowed equal them: `verdict == "permitted"`
    Question                            a fact that is worth asking for, and what each answer would lead to
    Interview                           asks for what is not known: question, answer(value), skip(), back(), decision

What a text is
    identify(text)                      Identification: the licence that it exactly is, or where it differs from which

What there is
    licenses(), ids(), works()          the catalogue
    find(use, ...)                      a Selection: each Candidate is a work or licence that permits the use
    facts(license), acts()              FactInfo and ActInfo: the vocabulary, or what one licence reads

Whole inventories
    read_components(path)               a ComponentList: every Component of a table, an SBOM, a chain, a hub's cache
    decide_all(components, acts, ...)   a ComponentAnswer for each
    read_chain(path), decide_chain(chain, acts, ...)
                                        a ChainAnswer: a product with all that it is made from, a Chain
    notices(answers)                    the Notices for what is shipped, and what is left to do

Over all uses at once
    diff, compare                       where two licences differ, and which permits more
    decision_map, openness              an answer over two facts; which criteria of open source are met

Findings
    check(text)                         every Diagnostic of a text: code, message, place, mend
    LicensekitError                     what every error is: LicenseError, FactsError, CatalogueError, ValueProblem

Public names load on first access; importing the package reads no licence and imports neither pydantic nor lark.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # type checkers take this name for true; importing typing would double the time of the import
if TYPE_CHECKING:
    from typing import Any, Final

    from licensekit.api import LicenseTerms, all_of, any_of, compile_all, load, parse, read
    from licensekit.catalogue import ids
    from licensekit.components.answers import ComponentAnswer
    from licensekit.components.chain_answer import ChainAnswer, decide_chain
    from licensekit.components.chains import Chain, read_chain
    from licensekit.components.component import Component, ComponentList
    from licensekit.components.deciding import decide_all
    from licensekit.components.notices import Notices, notices
    from licensekit.components.reading import read_components
    from licensekit.decision import Allowed, Circumstances, Decision, Verdict
    from licensekit.decision.parts import Question
    from licensekit.diagnostics import Diagnostic
    from licensekit.errors import CatalogueError, FactsError, LicenseError, LicensekitError, ValueProblem
    from licensekit.identify.identification import Identification, identify
    from licensekit.interview import Interview
    from licensekit.inventory import acts, facts, licenses, works
    from licensekit.over_uses import compare, decision_map, diff, openness
    from licensekit.profiles import parse_profile, read_profile
    from licensekit.published import PublishedWork, WorkAnswer, work
    from licensekit.selection import Candidate, Selection, find
    from licensekit.testing.collect import check
    from licensekit.truth import Truth
    from licensekit.use import Approval, Attestation, Use
    from licensekit.use.profile import Profile
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
    from licensekit.vocabulary.acts import ActInfo
    from licensekit.vocabulary.entries import FactInfo

__all__ = [
    "UNKNOWN",
    "WORLDWIDE",
    "Access",
    "ActInfo",
    "Allowed",
    "Approval",
    "Attestation",
    "Breach",
    "Candidate",
    "CatalogueError",
    "Chain",
    "ChainAnswer",
    "Circumstances",
    "Client",
    "Component",
    "ComponentAnswer",
    "ComponentList",
    "Conduct",
    "Decision",
    "Deployment",
    "Diagnostic",
    "Dispute",
    "Distribution",
    "Exactly",
    "FactInfo",
    "FactsError",
    "Group",
    "Identification",
    "IndexValue",
    "Interview",
    "LicenseError",
    "LicenseTerms",
    "Licensee",
    "LicensekitError",
    "Licensor",
    "Money",
    "NotOption",
    "Notices",
    "Outputs",
    "Product",
    "ProductsCommercial",
    "ProductsWithWork",
    "Profile",
    "PublishedWork",
    "Purpose",
    "Question",
    "Range",
    "Rate",
    "Recipient",
    "Selection",
    "Service",
    "TrainedModel",
    "Truth",
    "Usage",
    "Use",
    "ValueProblem",
    "Verdict",
    "WorkAnswer",
    "WorkFacts",
    "__version__",
    "acts",
    "all_of",
    "any_of",
    "at_least",
    "at_most",
    "between",
    "check",
    "compare",
    "compile_all",
    "decide_all",
    "decide_chain",
    "decision_map",
    "diff",
    "facts",
    "find",
    "identify",
    "ids",
    "less_than",
    "licenses",
    "load",
    "more_than",
    "notices",
    "openness",
    "parse",
    "parse_profile",
    "read",
    "read_chain",
    "read_components",
    "read_profile",
    "work",
    "works",
]

_HOMES: Final = {
    "api": "Decision LicenseTerms all_of any_of compile_all load parse read",
    "published": "PublishedWork WorkAnswer work",
    "selection": "Candidate Selection find",
    "over_uses": "compare decision_map diff openness",
    "catalogue": "ids",
    "components.chain_answer": "ChainAnswer decide_chain",
    "components.chains": "Chain read_chain",
    "components.component": "Component ComponentList",
    "components.answers": "ComponentAnswer",
    "components.deciding": "decide_all",
    "components.notices": "Notices notices",
    "components.reading": "read_components",
    "diagnostics": "Diagnostic",
    "identify.identification": "Identification identify",
    "errors": "CatalogueError FactsError LicenseError LicensekitError ValueProblem",
    "inventory": "acts facts licenses works",
    "decision": "Allowed Circumstances Verdict",
    "decision.parts": "Question",
    "interview": "Interview",
    "profiles": "parse_profile read_profile",
    "testing.collect": "check",
    "truth": "Truth",
    "use.profile": "Profile",
    "use.record": "Use",
    "use.statements": "Approval Attestation",
    "vocabulary.acts": "ActInfo",
    "vocabulary.entries": "FactInfo",
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
    return sorted(__all__)


_Module = type(sys)  # without importing `types`


class _Package(_Module):  # type: ignore[misc, valid-type]
    """The package itself: `check` and `identify` are its functions, also once the packages so called are loaded."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in {"check", "identify"} and isinstance(value, _Module)):
            super().__setattr__(name, value)

    @property
    def __all__(self) -> list[str]:
        # `help(licensekit)` would write out every class that is listed, some 12,000 lines; the page above is what it
        # is asked for, so that pydoc alone finds no list.
        if sys._getframe(1).f_globals.get("__name__") == "pydoc":  # noqa: SLF001
            raise AttributeError("__all__")
        return list(self.__dict__["__all__"])


sys.modules[__name__].__class__ = _Package
