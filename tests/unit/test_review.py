"""`licensekit memo`: a question answered as a memo that is filed, in four forms that say the same."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from tests.unit.command_line import called

import licensekit as lk
from licensekit.report.answer import Answer
from licensekit.report.answer_memo import whole_memo
from licensekit.report.memo import Section
from licensekit.report.review import Checklist, Review, review
from licensekit.report.review_pages import review_html, review_markdown
from optional import needs

ASKED = ("kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes", "--assume", "none")
EVIL = """license uno {
  title "<script>alert(1)</script> | `x` ![a](http://evil.example)"
  grant g at "1" { may run }
  duty d at "2" { for run must display "<img src=x onerror=alert(1)> | a" prominently on user_interface }
}
"""


def titled(written: Review) -> dict[str, Section]:
    return {block.title: block for block in written.blocks if isinstance(block, Section)}


def evil(tmp_path: Path) -> str:
    (tmp_path / "uno.lic").write_text(EVIL, encoding="utf-8")
    return str(tmp_path / "uno.lic")


def test_it_says_what_every_report_says_and_asks_for_who_signs() -> None:
    license = lk.load("kimi-k2.5")
    decision = license.evaluate(license.use(["embed"], {"product.charged_for": True}))
    written = review(Answer(decision))
    titles = [block.title for block in written.blocks]
    assert titles[:2] == ["Short answer", "Facts"]
    assert titles[-2:] == ["Applied", "Reviewed by"]
    checklists = {block.title: block for block in written.blocks if isinstance(block, Checklist)}
    owed = {duty.text for duty in decision.duties if duty.status != "moot"}
    assert {row[0] for row in checklists["Duties"].rows} == owed
    assert all(row[3:] == ("", "", "") for row in checklists["Duties"].rows)
    assert checklists["Reviewed by"].heads == ("Name", "Role", "Date")
    facts = checklists["Facts"].rows
    assert facts[0][1:] == ("yes", "given")
    named = " ".join(row[0] for row in facts)
    assert all(f"`{fact.fact}`" in named for fact in decision.facts)
    clauses = next(block for block in written.blocks if block.title == "Analysis by clause")
    assert len(clauses.items) == sum(reason.decides for reason in decision.reasons)  # type: ignore[union-attr]


def test_the_analysis_says_what_each_clause_asks_for() -> None:
    license = lk.load("llama-3.1")
    written = review(Answer(license.evaluate(license.use(["embed", "distribute_copy"]))))
    (analysis,) = (block for block in written.blocks if block.title == "Analysis by clause")
    told = [item.text for item in analysis.items]  # type: ignore[union-attr]
    assert (
        "agreement 1.b.i(A) (`copy`): asks you to give the licence text with the materials to every recipient" in told
    )
    assert "agreement 2 (`large-group`): asks for a separate licence from Meta, perhaps" in told
    guidelines = [text.partition(": ")[0] for text in told if "brand-guidelines" in text]
    assert set(guidelines) == {"agreement 5.a (`brand-guidelines`)"}  # as the text and the checklist name it
    assert not any("asks for something" in text for text in told)


def test_what_its_definitions_mean_stands_in_it() -> None:
    license = lk.load("minimax-m2.7")
    written = review(Answer(license.evaluate(license.use(["embed"], {"product.charged_for": True}))))
    words = {item.text: item.details for item in titled(written)["Defined words"].items}
    assert words["4(i) (`for-a-fee`): it is so here"] == (
        "`product.charged_for or distribution.for_fee or outputs.sold`",
    )
    assert any(text.startswith("4 (`commercial`)") for text in words)
    assert len(words) == len({text.partition(":")[0] for text in words})


def test_what_is_open_of_a_clause_that_may_be_lifted_is_said() -> None:
    license = lk.load("agpl-3.0")
    written = review(Answer(license.evaluate(license.use(["fine_tune"]))))
    (copyleft,) = (item.text for item in titled(written)["Analysis by clause"].items if "`copyleft`" in item.text)
    assert copyleft.endswith(", perhaps, unless `contractors` lifts it")


def test_what_somebody_attests_is_one_row_behind_what_was_said() -> None:
    license = lk.load("llama-4")
    attested = lk.Attestation(by="Legal", on=date(2026, 6, 1), groups=("conduct", "disputes", "breach", "licensor"))
    decision = license.evaluate(license.use(["embed"], {"work.modified": True}), attested=attested)
    (facts,) = (block for block in review(Answer(decision)).blocks if block.title == "Facts")
    rows = facts.rows  # type: ignore[union-attr]
    (conduct,) = (row for row in rows if "`conduct.unlawful`" in row[0])
    assert conduct[1:] == ("as with clean hands", "attested")
    assert conduct[0].count("`conduct.") > 20
    assert rows[0] == ("Did you change it in any way? (`work.modified`)", "yes", "given")


def test_nothing_is_counted_as_below_that_is_not() -> None:
    license = lk.load("agpl-3.0")
    decision = license.evaluate(license.use(["modify", "provide"]))
    blocks = titled(review(Answer(decision)))
    assert all(item.details for item in blocks["Short answer"].items[1:])
    assert not any(detail.endswith(", below") for item in blocks["Short answer"].items for detail in item.details[:1])
    also = next(part for part in decision.short.parts if part.kind == "if_you_also")
    assert len(blocks["If you also"].items) == len(also.items) + also.more > 0
    whole = {block.title: block for block in whole_memo(Answer(decision)).sections}
    assert whole["If you also"] == blocks["If you also"]


def test_the_texts_applied_are_named_by_their_whole_fingerprints_and_addresses() -> None:
    license = lk.load("kimi-k2.5")
    decision = license.evaluate(license.use(["embed"]))
    ((_, _, sha256),) = decision.identity.texts
    text = titled(review(Answer(decision)))["Applied"].items[0]
    assert text.text == f"`kimi-k2.5` text, SHA-256 {sha256}"
    assert [detail.partition("//")[0] for detail in text.details] == ["https:"]


def test_markdown_on_standard_output_with_the_status_of_ask() -> None:
    outcome = called("memo", *ASKED)
    assert outcome.status == called("ask", *ASKED).status
    assert outcome.out.startswith("# Licence review: Kimi K2.5 Modified MIT License")
    assert outcome.out.count("not legal advice") == 1


@pytest.mark.parametrize("ending", ["md", "html"])
def test_the_form_of_a_file_is_that_of_its_ending(ending: str, tmp_path: Path) -> None:
    target = tmp_path / f"memo.{ending}"
    called("memo", *ASKED, "-o", str(target))
    form = {"md": "markdown", "html": "html"}[ending]
    assert target.read_text(encoding="utf-8") == called("memo", *ASKED, "--format", form).out


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = called("memo", *ASKED, "--format", "html").out
    assert not re.search(r"<script|<link|<img|<iframe|\bsrc=|url\(|@import|\bon[a-z]+=", page, re.IGNORECASE)


def test_nothing_that_a_file_says_acts_in_it(tmp_path: Path) -> None:
    words = (evil(tmp_path), "--act", "run")
    page = called("memo", *words, "--format", "html").out
    assert "<script" not in page
    assert "<img" not in page
    text = called("memo", *words).out
    assert "<script" not in text
    assert "![a]" not in text
    row = next(line for line in text.splitlines() if line.startswith("| display"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


def test_word_holds_the_same_words() -> None:
    needs("docx")
    import docx
    from docx.shared import Cm

    from licensekit.report.review_files import review_docx

    license = lk.load("kimi-k2.5")
    written = review(Answer(license.evaluate(license.use(["embed"]))))
    document = docx.Document(io.BytesIO(review_docx(written)))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert written.title in text
    assert [table.rows[0].cells[0].text for table in document.tables] == ["Fact", "Duty", "Name"]
    for block in written.blocks:
        assert block.title in text
    for table in document.tables:  # the columns of a checklist are as wide in LibreOffice as in Word
        assert [column.width for column in table.columns] == [cell.width for cell in table.rows[0].cells]
        assert sum(column.width or Cm(99) for column in table.columns) <= Cm(21 - 2 * 2)


def test_pdf_is_made_of_the_page_alone(tmp_path: Path) -> None:
    needs("weasyprint")
    outcome = called("memo", *ASKED, "-o", str(tmp_path / "memo.pdf"))
    assert outcome.err == ""
    assert (tmp_path / "memo.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (("-o", "memo.txt"), "error[LK703]: a memo is not written as `.txt`"),
        (("--format", "docx"), "error[LK705]: a memo as docx needs a file"),
        (("-o", "nowhere/memo.md"), "error[LK707]: `nowhere/memo.md` cannot be written: no such file or directory"),
    ],
)
def test_what_cannot_be_written(words: tuple[str, ...], finding: str) -> None:
    outcome = called("memo", *ASKED, *words)
    assert outcome.status == 2
    assert finding in outcome.err.splitlines()


def test_a_model_whose_licence_is_not_settled_gets_no_memo() -> None:
    outcome = called("memo", "--model", "nobody/nothing", "--act", "run")
    assert outcome.status == 2
    assert outcome.err.splitlines()[0].startswith("error[LK616]: it is not settled which licence binds")


def test_the_same_bytes_twice() -> None:
    license = lk.load("mit")
    once, again = (review(Answer(license.evaluate(license.use(["distribute"])))) for _ in range(2))
    assert (review_html(once), review_markdown(once)) == (review_html(again), review_markdown(again))
