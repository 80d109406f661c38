"""`licensekit memo`: one question, answered as a memo that is filed: Markdown, HTML, Word or PDF."""

from __future__ import annotations

from typing import Final

from licensekit.cli.ask import status_of
from licensekit.cli.call import Call
from licensekit.cli.models import models_asked
from licensekit.cli.outcome import Exit
from licensekit.cli.profiles import lies_here
from licensekit.cli.question import question
from licensekit.report.answer import Answer
from licensekit.report.review import Review, review
from licensekit.report.review_pages import review_html, review_markdown

_BY_ENDING: Final = {".md": "markdown", ".html": "html", ".docx": "docx", ".pdf": "pdf"}
_NEEDS: Final = {"docx": "docx", "pdf": "weasyprint"}
"""The package that writes a form, by the extra of the same name as the form."""


def run_memo(call: Call) -> Exit:
    """Answer a question as a memo. Raises LicensekitError with everything that stands in the way."""
    target = call.single("-o")
    form = _form(call, target)
    if call.values("--model") and not (call.values("--under") or call.arguments.licenses):
        for model in models_asked(call):
            if not model.is_settled:
                mend = "see `licensekit ask --model`, and say under which licence, with `--under`"
                call.add("LK616", f"it is not settled which licence binds `{model.name}`", mend)
    asked = question(call)
    call.problems.check()
    assert asked.terms is not None, "there is a finding where there are no terms"
    use = asked.terms.use(asked.acts, asked.stated)
    decision = asked.terms.evaluate(use, **asked.circumstances.arguments, profile=asked.profile)
    written = review(Answer(decision, asked.work))
    status, told = status_of(decision), lies_here(call, asked.profile)
    if target is None:
        return Exit(status, _text(written, form), told)
    call.write(target, _bytes(written, form))
    return Exit(status, err=told)


def _form(call: Call, target: str | None) -> str:
    form = call.form_written(target, _BY_ENDING, "a memo")
    if form in _NEEDS:
        call.needing(form, _NEEDS[form])
        if target is None:
            call.add("LK705", f"a memo as {form} needs a file", f"write `-o memo.{form}`")
    return form


def _text(written: Review, form: str) -> str:
    return review_html(written) if form == "html" else review_markdown(written)


def _bytes(written: Review, form: str) -> bytes:
    if form not in _NEEDS:
        return _text(written, form).encode()
    from licensekit.report.review_files import review_docx, review_pdf  # noqa: PLC0415 - extras

    return review_docx(written) if form == "docx" else review_pdf(written)
