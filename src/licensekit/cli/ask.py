"""`licensekit ask` and `map`: one question, answered, with what would change the answer; or drawn over two facts."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, PERMITTED, UNKNOWN, Exit
from licensekit.cli.profiles import lies_here, narrowed_by
from licensekit.cli.question import PutQuestion, needs_a_day, of_facts, question
from licensekit.cli.subject import models_by_name
from licensekit.errors import LicensekitError
from licensekit.meaning.verdict import Verdict
from licensekit.report.answer import Answer
from licensekit.vocabulary.acts import ANY_ACT_GRANTED

if TYPE_CHECKING:
    from licensekit.analyse.decision_map import DecisionMap
    from licensekit.api import LicenseTerms
    from licensekit.decision import Decision
    from licensekit.decision.decision import Alternatives
    from licensekit.report.what_if import WhatIf
    from licensekit.use.growth import Growth

T = TypeVar("T")
_STATUS: Final = {
    Verdict.PERMITTED: PERMITTED,
    Verdict.PERMITTED_WITH_DUTIES: PERMITTED,
    Verdict.NEEDS_APPROVAL: NOT_SO,
    Verdict.NOT_GRANTED: NOT_SO,
    Verdict.PROHIBITED: NOT_SO,
    Verdict.UNKNOWN: UNKNOWN,
}


def run_ask(call: Call) -> Exit:
    """Answer a question. Raises LicensekitError with everything that stands in the way."""
    if call.values("--chain"):
        from licensekit.cli.chains import run_chain  # noqa: PLC0415 - most questions are about one licence

        return run_chain(call)
    models_by_name(call)
    if call.values("--model") and not (call.values("--under") or call.arguments.licenses):
        from licensekit.cli.models import models_asked, run_models  # noqa: PLC0415 - most questions name a licence

        models = models_asked(call)
        if len(call.values("--model")) > 1 or not all(model.is_settled for model in models):
            return run_models(call, models)
    form, colour = call.form(), call.colour()
    asked = question(call)
    if form in _STANDARDS:
        _properties_alone(call, form, asked)
    growths = _growths(call, asked.terms)
    call.problems.check()
    terms = asked.terms
    assert terms is not None, "there is a finding where there are no terms"
    decision, again = _decided(call, asked, terms)
    answer = Answer(decision, asked.work, _what_if(decision, terms, call, growths))
    text = _rendered(answer, form, whole=call.arguments.full, colour=colour)
    return Exit(status_of(decision), text, lies_here(call, asked.profile) + again)


_STANDARDS: Final = ("cyclonedx", "spdx3")


def _properties_alone(call: Call, form: str, asked: PutQuestion) -> None:
    """Refuse what an answer as properties of a component has no place for."""
    for option in ("--what-if", "--growth", "--full"):
        if getattr(call.arguments, option.lstrip("-").replace("-", "_"), None):
            call.add("LK704", f"`{option}` is not told in `{form}`", "leave it out, or use another form")
    if form == "spdx3":
        needs_a_day(call, asked.circumstances.as_of)


def status_of(decision: Decision) -> int:
    """The exit status of an answer: a permission that draws in what was not read is none for a script."""
    status = _STATUS[decision.verdict]
    return UNKNOWN if status == PERMITTED and decision.unread_documents else status


def _decided(call: Call, asked: PutQuestion, terms: LicenseTerms) -> tuple[Decision, str]:
    """The decision; of an interview, and how to ask the same without one."""
    if call.arguments.interactive:
        from licensekit.cli.interviewing import asked_again, interviewed  # noqa: PLC0415 - loaded where it is asked for

        interview = interviewed(call, asked)
        return interview.decision, asked_again(interview, asked)
    use = terms.use(asked.acts, asked.stated)
    return terms.evaluate(use, **asked.circumstances.arguments, profile=asked.profile), ""


def _rendered(answer: Answer, form: str, *, whole: bool, colour: bool) -> str:
    if form == "json":
        from licensekit.report.as_json import as_json  # noqa: PLC0415

        return as_json(answer)
    if form == "markdown":
        from licensekit.report.as_markdown import as_markdown, short_markdown  # noqa: PLC0415

        return as_markdown(answer) if whole else short_markdown(answer)
    if form in _STANDARDS:
        from licensekit.components.as_properties import answer_as_cyclonedx, answer_as_spdx3  # noqa: PLC0415

        return answer_as_cyclonedx(answer) if form == "cyclonedx" else answer_as_spdx3(answer)
    from licensekit.report.as_text import as_text, short_text  # noqa: PLC0415

    return as_text(answer, colour=colour) if whole else short_text(answer, colour=colour)


# --- `--what-if` and `--growth` --------------------------------------------------------------------------


def _growths(call: Call, terms: LicenseTerms | None) -> tuple[Growth, ...]:
    """How numbers grow, from `--growth`; a slip goes to the problems, and so does one number that grows twice."""
    if not call.values("--growth"):
        return ()
    from licensekit.use.growth import read_growth  # noqa: PLC0415 - few questions are about growth

    growths: dict[str, Growth] = {}
    for growth in of_facts(call, "--growth", read_growth, {} if terms is None else terms.declared):
        if growths.setdefault(growth.fact, growth) != growth:
            call.add("LK704", f"`{growth.fact}` grows in two ways", "keep one of them")
    return tuple(growths.values())


def _what_if(decision: Decision, terms: LicenseTerms, call: Call, growths: tuple[Growth, ...]) -> WhatIf | None:
    """What would change the answer, as far as it was asked for. A search that is too large is told, not an error."""
    if not (call.arguments.what_if or growths):
        return None
    from licensekit.analyse.growth import outgrown  # noqa: PLC0415 - loaded when it is asked for
    from licensekit.report.what_if import WhatIf  # noqa: PLC0415

    grown = outgrown(decision, growths) if growths else None
    if not call.arguments.what_if:
        return WhatIf(outgrown=grown)
    from licensekit.decision.alternatives import duty_changes  # noqa: PLC0415
    from licensekit.decision.settling import settling  # noqa: PLC0415

    refused: dict[str, None] = {}
    alternatives = _unless_refused(decision.alternatives, "what would change the answer", refused)
    duties = duty_changes(decision)
    settled = _unless_refused(lambda: settling(decision), "what settles the answer", refused)
    cases = () if alternatives is None else _cases(alternatives, terms)
    return WhatIf(alternatives, cases, duties, settled, grown, tuple(refused))


def _unless_refused(search: Callable[[], T], what: str, refused: dict[str, None]) -> T | None:
    try:
        return search()
    except LicensekitError as error:
        refused |= {f"{one.message} ({one.code}): {what}": None for one in error.diagnostics}
    return None


def _cases(alternatives: Alternatives, terms: LicenseTerms) -> tuple[str, ...]:
    """Each alternative as a case of the language; empty where a case cannot put it."""
    from licensekit.report.changes import case_of  # noqa: PLC0415
    from licensekit.testing.case_text import case_text  # noqa: PLC0415

    texts = {name for name, info in terms.declared.items() if info.type == "text"}
    cases = (case_of(one, f"changed: {number}") for number, one in enumerate(alternatives.found, 1))
    return tuple("" if case is None else case_text(case, texts) for case in cases)


# --- `licensekit map` ------------------------------------------------------------------------------------

_BY_ENDING: Final = {".svg": "svg", ".png": "png", ".json": "json", ".txt": "text"}
_RENDERER: Final = "resvg_py"
_LARGER: Final = 2
"""Pixels of a PNG for one of the picture."""


def run_map(call: Call) -> Exit:
    """Draw a map. Raises LicensekitError with everything that stands in the way."""
    target = call.single("-o")
    form, colour = _form(call, target), call.colour()
    models_by_name(call)
    x, y = (_axis(call, option) for option in ("--x", "--y"))
    asked = question(call, unless_told=ANY_ACT_GRANTED)  # every act on the work: none is assumed
    call.problems.check()
    assert asked.terms is not None, "there is a finding where there are no terms"
    facts, stated = asked.beside_profile
    circumstances = {name: value for name, value in stated.arguments.items() if name != "done"}
    from licensekit import over_uses  # noqa: PLC0415 - most questions draw nothing

    drawn = over_uses.decision_map(asked.terms, asked.acts, x, y, facts=facts, **circumstances)
    if target is None:
        return Exit(out=_text(drawn, form, colour=colour), err=lies_here(call, asked.profile) + narrowed_by(stated))
    call.write(target, _bytes(drawn, form))
    return Exit(err=lies_here(call, asked.profile) + narrowed_by(stated))


def _form(call: Call, target: str | None) -> str:
    form = call.form_written(target, _BY_ENDING, "a map")
    if form == "png":
        call.needing("png", _RENDERER)
        if target is None:
            call.add("LK705", "a PNG needs a file", "write `-o map.png`")
    return form


def _axis(call: Call, option: str) -> str:
    fact = call.single(option)
    if fact is None:
        call.add("LK705", f"`{option}` is missing", f"write `{option} FACT`; see `licensekit facts`")
    return fact or ""


def _text(drawn: DecisionMap, form: str, *, colour: bool) -> str:
    if form == "svg":
        from licensekit.report.map_svg import map_svg  # noqa: PLC0415 - drawn only where a picture is wanted

        return map_svg(drawn)
    from licensekit.report.map_words import map_json, map_text  # noqa: PLC0415

    return map_json(drawn) if form == "json" else map_text(drawn, colour=colour)


def _bytes(drawn: DecisionMap, form: str) -> bytes:
    if form != "png":
        return _text(drawn, form, colour=False).encode()
    renderer: Any = import_module(_RENDERER)
    return bytes(renderer.svg_to_bytes(svg_string=_text(drawn, "svg", colour=False), zoom=_LARGER, background="white"))
