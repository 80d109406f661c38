"""Profiles: a file that says once who we are; beside a question it fills what is open, and answers name it."""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.use.statements import Attestation, ChosenReading
from optional import needs
from unit.command_line import called, findings

COMPANY = """\
# who we are
done = ["kimi-k2.display-name"]
[facts]
"licensee.kind" = "company"
"licensee.domicile" = "DE"
"use.in_business" = true
"group.revenue.any_12_months" = "at most 5 million USD"
"group.monthly_active_users.any_month" = "at most 500_000"
"group.operates.model_service" = true
"group.operates.model_service@kimi-k3" = false
"trained_model.made_from_scratch" = false
[[approvals]]
gate = "minimax-m2.7.authorization"
state = "held"
[[approvals]]
gate = "agreement with Moonshot AI"
state = "held"
[[readings]]
reading = "minimax-m2.7.internal-workflow"
option = "by_aim"
by = "A. Counsel"
on = 2026-05-02
[[rates]]
from = "CNY"
to = "USD"
rate = "0.14"
date = 2026-06-01
[[attested]]
by = "Legal"
on = 2026-06-01
groups = ["conduct", "disputes"]
[[attested]]
by = "Security"
on = 2026-05-01
groups = ["sanctions"]
"""


def profile(text: str = COMPANY, name: str = "company.toml") -> lk.Profile:
    return lk.parse_profile(text, name)


def asked(license_id: str, act: str = "embed", text: str = COMPANY, **facts: object) -> lk.Decision:
    terms = lk.load(license_id)
    return terms.evaluate(
        terms.use([act], {name.replace("__", "."): each for name, each in facts.items()}), profile=profile(text)
    )


def refused(text: str) -> list[Diagnostic]:
    with pytest.raises(FactsError) as error:
        profile(text)
    assert str(error.value)
    return list(error.value.diagnostics)


def underlined(text: str, finding: Diagnostic) -> str:
    return text[finding.span.start : finding.span.end] if finding.span else ""


# -- what it says ------------------------------------------------------------------------------------------------


def test_a_profile_fills_what_a_question_leaves_open_and_is_named() -> None:
    plain = lk.load("llama-3.1").evaluate(lk.Use.of(["embed"]))
    decision = asked("llama-3.1")
    assert plain.verdict is lk.Verdict.UNKNOWN
    assert decision.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    sources = {fact.fact: fact.source for fact in decision.facts}
    assert sources["group.monthly_active_users[2024-06]"].startswith(
        "the group's monthly active users in 2024-06 are at most"
    )
    m3 = {fact.fact: (fact.value, fact.source) for fact in asked("minimax-m3").facts}
    assert m3["use.in_business"][1].startswith("profile company.toml")


def test_it_is_the_same_answer_as_when_all_is_said_in_the_question() -> None:
    terms = lk.load("kimi-k2.5")
    facts = {
        "group.revenue.any_12_months": "at most 5 million USD",
        "group.monthly_active_users.any_month": "at most 500_000",
    }
    said = terms.evaluate(terms.use(["embed"], facts))
    text = "[facts]\n" + "".join(f'"{name}" = "{value}"\n' for name, value in facts.items())
    assert asked("kimi-k2.5", text=text).possible == said.possible == (lk.Verdict.PERMITTED,)


def test_what_the_question_says_wins_and_is_told() -> None:
    decision = asked("kimi-k2.5", group__revenue__any_12_months="at most 9 million USD")
    assert (
        "`group.revenue.any_12_months` is at most 9_000_000 USD in this question; "
        "profile company.toml says at most 5_000_000 USD"
    ) in decision.notes


def test_several_people_attest_each_on_a_day_of_their_own() -> None:
    said = profile().said
    assert said.attested == Attestation(
        "Legal", date(2026, 6, 1), ("conduct", "disputes"), (Attestation("Security", date(2026, 5, 1), ("sanctions",)),)
    )
    decision = asked("deepseek-model-1.0", "run")
    assert decision.attested == "conduct, disputes by Legal on 2026-06-01; sanctions by Security on 2026-05-01"
    assert not any(each.group in {"conduct", "disputes", "sanctions"} for each in decision.assumptions)


def test_an_attestation_of_the_question_stands_for_its_groups_and_the_profiles_for_the_others() -> None:
    terms = lk.load("deepseek-model-1.0")
    mine = lk.Attestation("the user", date(2026, 6, 2), ("conduct",))
    decision = terms.evaluate(terms.use(["run"]), attested=mine, profile=profile())
    assert (
        decision.attested
        == "conduct by the user on 2026-06-02; disputes by Legal on 2026-06-01; sanctions by Security on 2026-05-01"
    )


def test_a_reading_chosen_by_counsel_is_taken_and_told() -> None:
    assert profile().said.readings == (
        ChosenReading("minimax-m2.7.internal-workflow", "by_aim", "A. Counsel", date(2026, 5, 2)),
    )
    decision = asked("minimax-m2.7", "run")
    note = (
        "`minimax-m2.7.internal-workflow` is read as by_aim, chosen by A. Counsel on 2026-05-02 (profile company.toml)"
    )
    assert note in decision.notes
    assert decision.identity.readings == "minimax-m2.7.internal-workflow=by_aim"


def test_strict_readings_set_those_of_a_profile_aside_and_say_so() -> None:
    terms = lk.load("minimax-m2.7")
    decision = terms.evaluate(terms.use(["run"]), readings="strict", profile=profile())
    assert (
        "`minimax-m2.7.internal-workflow` is read as this question says; profile company.toml says by_aim"
        in decision.notes
    )


def test_an_approval_is_held_for_its_licence_alone() -> None:
    charged = {"product__charged_for": True}
    assert [each.state for each in asked("minimax-m2.7", **charged).approvals] == ["held"]
    assert "held" not in {each.state for each in asked("minimax-m3", **charged).approvals}


def test_an_agreement_counts_under_the_licences_of_its_licensor() -> None:
    text = COMPANY.replace(
        '"group.operates.model_service@kimi-k3" = false', '"group.operates.model_service@kimi-k3" = true'
    ).replace("5 million", "90 million")
    parts = asked("kimi-k3", "host_model", text).parts
    assert parts[0].rests_on == ("agreement with Moonshot AI",)


def test_a_fact_is_taken_in_the_meaning_of_the_licence_asked_about() -> None:
    known = {fact.fact: fact.value for fact in asked("kimi-k3").facts}
    assert known["group.operates.model_service@kimi-k3"] == "no"
    glm = {fact.fact: fact.value for fact in asked("glm-5.3").facts}
    assert glm["group.operates.model_service@glm-5.3"] == "yes"


def test_a_licences_own_fact_is_read_as_it_declares_it() -> None:
    known = {fact.fact: fact for fact in asked("llama-2", "train_with_work").facts}
    own = known.get("trained_model.made_from_scratch")
    assert own is None or (own.value, own.source) == ("no", "profile company.toml")
    assert not any(each.name == "trained_model.made_from_scratch" for each in asked("mit").unread)


def test_what_the_catalogue_says_of_a_work_wins_over_a_profile() -> None:
    terms = lk.work("meta-llama/Llama-4-Scout-17B-16E").license()
    text = '[facts]\n"work.multimodal" = false\n"licensee.domicile" = "DE"\n'
    decision = terms.evaluate(terms.use(["run"]), profile=profile(text))
    assert next(fact.value for fact in decision.facts if fact.fact == "work.multimodal") == "yes"


def test_what_a_licence_does_not_read_is_counted_and_not_listed() -> None:
    decision = asked("mit", product__charged_for=True)
    assert [each.name for each in decision.unread] == ["product.charged_for"]
    assert "profile company.toml says 15 things, of which 0 bear on this answer" in decision.notes


def test_a_licence_that_nobody_knows_is_told_by_name() -> None:
    text = '[[approvals]]\ngate = "minimax-m27.authorization"\nstate = "held"\n'
    decision = asked("mit", text=text)
    (note,) = (each for each in decision.notes if "minimax-m27" in each)
    assert note in next(part.items for part in decision.short.parts if part.kind == "not_read")
    assert note == (
        "`minimax-m27.authorization`: no licence `minimax-m27` is asked about, nor in the catalogue; "
        "did you mean `minimax-m2.7`, which is spelt nearly so? (profile company.toml)"
    )


def test_a_licence_that_nobody_knows_is_told_on_standard_error(tmp_path: Path) -> None:
    """It had stood in `--full` alone: who misspelt an approval was told that none is held, and not why."""
    path = tmp_path / "company.toml"
    path.write_text('[[approvals]]\ngate = "minimax-m27.authorization"\nstate = "held"\n', encoding="utf-8")
    told = called("ask", "minimax-m2.7", "--act", "run", "--set", "use.in_business=yes", "--profile", str(path))
    assert told.status == 1
    assert told.err.startswith(
        "`minimax-m27.authorization`: no licence `minimax-m27` is asked about, nor in the catalogue"
    )


def test_a_decision_with_a_profile_travels() -> None:
    decision = asked("kimi-k2.5")
    there = pickle.loads(pickle.dumps(decision))
    assert (there.verdict, there.notes, there.unread) == (decision.verdict, decision.notes, decision.unread)


def test_use_and_circumstances_of_a_decision_are_those_that_were_decided() -> None:
    decision = asked("minimax-m2.7", "run")
    again = lk.load("minimax-m2.7").evaluate(decision.use, **vars(decision.circumstances))
    assert decision.use.facts()["licensee.domicile"] == lk.Exactly("DE")
    assert (again.verdict, again.duties, again.approvals) == (decision.verdict, decision.duties, decision.approvals)


def test_a_profile_is_a_profile() -> None:
    terms = lk.load("mit")
    with pytest.raises(FactsError) as error:
        terms.evaluate(terms.use(["run"]), profile="company.toml")  # type: ignore[arg-type]
    (finding,) = error.value.diagnostics
    assert (finding.code, finding.help) == ("LK508", 'write `lk.read_profile("company.toml")`')


def test_json_says_the_same() -> None:
    text = json.dumps(
        {
            "facts": {"licensee": {"domicile": "DE"}},
            "attested": [{"by": "L", "on": "2026-06-01", "groups": ["conduct"]}],
        }
    )
    read = lk.parse_profile(text, "c.json", language="json")
    assert dict(read.said.facts) == {"licensee.domicile": lk.Exactly("DE")}


# -- what is refused ---------------------------------------------------------------------------------------------

FINDINGS = [
    ('acts = ["run"]', "LK518", "`acts`: a profile is for every question, and this is of one", "acts", "leave it out"),
    ("as_of = 2026-06-01", "LK518", "`as_of`: a profile is for every question, and this is of one", "as_of", "leave it out"),
    ('done = ["notice"]', "LK517", "`notice` names no licence, and a profile is for many", "done", "write it with its licence, such as `minimax-m2.7.notice`"),
    ('[[approvals]]\ngate = "authorization"\nstate = "held"', "LK517", "`authorization` names no licence, and a profile is for many", "approvals", "write it with its licence"),
    ('[[readings]]\nreading = "a.b"\noption = "c"\n[[readings]]\nreading = "whose"\noption = "x"', "LK517", "`whose` names no licence, and a profile is for many", "readings", "write it with its licence"),
    ('[[readings]]\nreading = "a.b"', "LK508", "`readings[0]` has no `option`", "readings", "write `option`"),
    ('[facts]\n"product.charged_four" = true', "LK501", "`product.charged_four` is not a fact of the vocabulary", '"product.charged_four"', "did you mean `product.charged_for`?"),
    ('[facts]\n"group.revenue.any_12_months" = 5000000', "LK502", "`group.revenue.any_12_months`: `5000000` is not an amount of money", '"group.revenue.any_12_months"', "write a string"),
    ('[[attested]]\nby = "L"\non = 2026-06-01\ngroups = ["conducts"]', "LK502", "`conducts` is not a group that can be attested", "attested", "did you mean `conduct`?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "message", "place", "mend"), FINDINGS)
def test_each_finding_at_its_place(text: str, code: str, message: str, place: str, mend: str) -> None:
    (finding,) = refused(text)
    assert (finding.code, finding.message) == (code, message)
    assert underlined(text, finding) == place
    assert finding.help.startswith(mend)


def test_a_finding_stands_at_its_own_entry_of_a_list() -> None:
    text = '[[approvals]]\ngate = "a.b"\nstate = "held"\n[[approvals]]\ngate = "a.c"\nstate = "hold"\n'
    (finding,) = refused(text)
    assert finding.span is not None
    assert finding.span.start == text.rindex("state")


def test_all_findings_come_at_once() -> None:
    text = 'acts = ["run"]\ndone = ["x"]\n[facts]\n"product.nothing" = true\n"licensee.domicile" = "UK"\n'
    assert [each.code for each in refused(text)] == ["LK518", "LK501", "LK502", "LK517"]


UNDER_A_LICENCE = [
    ('[[approvals]]\ngate = "minimax-m2.7.authorisation"\nstate = "held"', "LK531", "minimax-m2.7.authorisation"),
    ('[[readings]]\nreading = "minimax-m2.7.internal-workflow"\noption = "by_name"', "LK533", "minimax-m2.7.internal-workflow"),
    ('done = ["minimax-m2.7.notices"]', "LK537", "minimax-m2.7.notices"),
    ('[facts]\n"product.exists" = false', "LK521", '"product.exists"'),
    ('[facts]\n"use.personal" = true\n"use.in_business" = true', "LK522", '"use.in_business"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place"), UNDER_A_LICENCE)
def test_what_cannot_be_under_a_licence_is_told_at_its_place(text: str, code: str, place: str) -> None:
    with pytest.raises(FactsError) as error:
        asked("minimax-m2.7", text=text)
    (finding,) = error.value.diagnostics
    assert finding.code == code
    assert underlined(text, finding) == place


def test_a_contradiction_names_both_sides_and_how_to_leave_the_profile_out() -> None:
    with pytest.raises(FactsError) as error:
        asked("minimax-m2.7", "run", use__personal=True)
    (finding,) = error.value.diagnostics
    assert "`licensee.kind` (company, profile company.toml)" in finding.message
    assert "`use.personal` (yes, given)" in finding.message
    assert finding.notes == ("to leave it out of one question, say `--set licensee.kind=unknown`",)


# -- on the command line -----------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    return tmp_path


def notes(*words: str) -> list[str]:
    return json.loads(called("ask", *words, "--format", "json").out)["notes"]


def test_a_profile_is_named_on_the_command_line_or_lies_here(here: Path) -> None:
    named = "profile company.toml says 15 things, of which 0 bear on this answer"
    assert named in notes("mit", "--act", "run", "--profile", "company.toml")
    assert notes("mit", "--act", "run") == []
    (here / "licensekit.toml").write_text(COMPANY, encoding="utf-8")
    assert named.replace("company", "licensekit") in notes("mit", "--act", "run")
    assert called("ask", "mit", "--act", "run").err == (
        "profile licensekit.toml: it lies in this folder, and is part of this question (`--profile none` leaves it out)\n"
    )
    assert called("ask", "mit", "--act", "run", "--profile", "licensekit.toml").err == ""
    assert notes("mit", "--act", "run", "--profile", "none") == []


@pytest.mark.usefixtures("here")
def test_an_option_wins_over_a_profile_and_unknown_leaves_it_out() -> None:
    words = (
        "llama-3.1",
        "--act",
        "run",
        "--profile",
        "company.toml",
        "--set",
        "group.monthly_active_users.any_month=unknown",
    )
    assert called("ask", *words).status == 3
    assert called("ask", *words[:-2]).status == 0


def test_a_facts_file_and_its_readings_win_over_a_profile(here: Path) -> None:
    file = 'acts = ["run"]\n[[readings]]\nreading = "minimax-m2.7.internal-workflow"\noption = "caught"\n'
    (here / "facts.toml").write_text(file, encoding="utf-8")
    told = notes("minimax-m2.7", "--facts", "facts.toml", "--profile", "company.toml")
    assert "`minimax-m2.7.internal-workflow` is read as this question says; profile company.toml says by_aim" in told
    options = ("--reading", "internal-workflow=by_aim")
    answer = json.loads(called("ask", "minimax-m2.7", "--facts", "facts.toml", *options, "--format", "json").out)
    assert answer["identity"]["readings"] == "internal-workflow=by_aim"


def test_all_mistakes_of_a_command_come_with_those_of_the_profile(here: Path) -> None:
    (here / "bad.toml").write_text('acts = ["run"]\n[facts]\n"product.nothing" = true\n', encoding="utf-8")
    outcome = called("ask", "mit", "--act", "rn", "--profile", "bad.toml")
    assert outcome.status == 2
    assert [line[6:11] for line in findings(outcome)] == ["LK503", "LK518", "LK501"]
    assert "--> bad.toml:1:1" in outcome.err
    assert "--> bad.toml:3:1" in outcome.err


@pytest.mark.usefixtures("here")
def test_a_profile_that_is_not_there() -> None:
    outcome = called("ask", "mit", "--act", "run", "--profile", "none.toml")
    assert findings(outcome) == ["error[LK506]: the profile `none.toml` cannot be read: no such file or directory"]


@pytest.mark.parametrize("command", ["diff", "compare"])
def test_over_all_uses_a_named_profile_narrows_and_says_so(here: Path, command: str) -> None:
    (here / "two.toml").write_text("\n".join(COMPANY.splitlines()[2:9]), encoding="utf-8")
    words = (command, "kimi-k2", "kimi-k2.5", "--act", "embed", "--profile", "two.toml")
    narrowed = called(*words)
    assert narrowed.err == "profile two.toml: it is so in all of these uses, 6 facts\n"
    (here / "licensekit.toml").write_text(COMPANY, encoding="utf-8")
    assert called(*words[:-2]).err == ""


def test_two_bounds_make_kimi_answer_like_mit(here: Path) -> None:
    (here / "two.toml").write_text("\n".join(COMPANY.splitlines()[2:9]), encoding="utf-8")
    assert called("diff", "mit", "kimi-k2.5", "--act", "embed").status == 1
    assert called("diff", "mit", "kimi-k2.5", "--act", "embed", "--profile", "two.toml").status == 0


@pytest.mark.parametrize(("text", "code", "place"), UNDER_A_LICENCE[:3])
def test_what_no_row_can_have_is_told_at_its_place_in_the_profile(here: Path, text: str, code: str, place: str) -> None:
    needs("narwhals", "polars")
    (here / "wrong.toml").write_text(text, encoding="utf-8")
    (here / "uses.csv").write_text("product.charged_for\nyes\n", encoding="utf-8")
    outcome = called("batch", "minimax-m2.7", "uses.csv", "-o", "-", "--act", "embed", "--profile", "wrong.toml")
    line = text[: text.index(place)].count("\n") + 1
    assert outcome.err.count("error[") == 1
    assert f"error[{code}]" in outcome.err
    assert f"  --> wrong.toml:{line}:" in outcome.err


def test_batch_decides_every_row_beside_a_profile(here: Path) -> None:
    needs("narwhals", "polars")
    table = "product.monthly_active_users.month,product.charged_for\n5,yes\n,no\n400_000_000,yes\n"
    (here / "uses.csv").write_text(table, encoding="utf-8")
    outcome = called(
        "batch", "kimi-k2.5,minimax-m2.7", "uses.csv", "-o", "out.csv", "--act", "embed", "--profile", "company.toml"
    )
    assert findings(outcome)[0].startswith("error[LK542]: 2 of the rows of `uses.csv` have no answer: LK522")
    rows = (here / "out.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[2] for row in rows] == ["kimi-k2.5.verdict", "permitted", "permitted", ""]
    plain = called("batch", "kimi-k2.5", "uses.csv", "-o", "plain.csv", "--act", "embed")
    assert plain.err == ""
    assert "permitted_with_duties" in (here / "plain.csv").read_text(encoding="utf-8").splitlines()[2]


def test_a_table_of_floats_is_refused_row_by_row_too(here: Path) -> None:
    needs("narwhals", "polars")
    import polars as pl

    pl.DataFrame({"product.monthly_active_users.month": [1.5]}).write_parquet(here / "uses.parquet")
    outcome = called("batch", "mit", "uses.parquet", "-o", "out.parquet", "--act", "embed", "--profile", "company.toml")
    assert findings(outcome)[0].startswith("error[LK504]: `product.monthly_active_users.month` is a column of Float64")
    assert not (here / "out.parquet").exists()


@pytest.mark.usefixtures("here")
def test_a_map_is_drawn_beside_a_profile() -> None:
    words = (
        "map",
        "kimi-k2.5",
        "--act",
        "embed",
        "--x",
        "product.monthly_active_users.month",
        "--y",
        "product.charged_for",
    )
    outcome = called(*words, "--profile", "company.toml")
    assert outcome.status == 0
    assert "group.revenue.any_12_months is at most 5_000_000 USD" in outcome.out
    assert outcome.err.startswith("profile company.toml: it is so in all of these uses, ")
    assert (
        "the agreement with Moonshot AI is left out: what holds in many uses cannot say what rests on it" in outcome.err
    )


# -- several licences, and the example ---------------------------------------------------------------------------


def test_a_bare_fact_that_means_two_things_is_refused_at_its_place() -> None:
    both = lk.all_of(lk.load("kimi-k3"), lk.load("glm-5.3"))
    text = '[facts]\n"group.operates.model_service" = true\n'
    with pytest.raises(FactsError) as error:
        both.evaluate(both.use(["host_model"]), profile=profile(text))
    (finding,) = error.value.diagnostics
    assert (finding.code, underlined(text, finding)) == ("LK523", '"group.operates.model_service"')
    more = text + '"group.operates.model_service@kimi-k3" = true\n"group.operates.model_service@glm-5.3" = false\n'
    known = {each.fact: each.value for each in both.evaluate(both.use(["host_model"]), profile=profile(more)).facts}
    assert known["group.operates.model_service@kimi-k3"] == "yes"
    assert known["group.operates.model_service@glm-5.3"] == "no"


def test_an_id_that_begins_another_is_not_taken_for_it() -> None:
    text = '[[approvals]]\ngate = "llama-3.1.own-terms"\nstate = "held"\n'
    notes = asked("llama-3", text=text).notes
    assert "profile company.toml says 1 thing, of which 0 bear on this answer" in notes


def test_a_licence_of_ones_own_has_facts_and_gates_of_its_own() -> None:
    terms = lk.parse(
        'license mine { title "Mine" licensor "Me"\n'
        'fact mine.plan is one of { free, pro } "Which plan?"\n'
        'grant rights at "1" { may run }\n'
        'gate paid at "2" { for run when mine.plan is pro needs paid_license from "Me" } }'
    )
    text = '[facts]\n"mine.plan" = "pro"\n[[approvals]]\ngate = "mine.paid"\nstate = "held"\n'
    mine = lk.parse_profile(text, "c.toml", declared=terms.declared)
    decision = terms.evaluate(terms.use(["run"]), profile=mine)
    assert decision.verdict is lk.Verdict.PERMITTED
    assert ("mine.plan", "pro", "profile c.toml") in decision.facts
    assert not any("no licence" in note for note in decision.notes)
    with pytest.raises(FactsError):
        lk.parse_profile(text)


def test_the_example_says_all_that_there_is_to_say_and_fits_the_schema() -> None:
    import tomllib

    import jsonschema

    path = Path(__file__).parents[2] / "examples" / "company.toml"
    said = lk.read_profile(path).said
    assert all((said.facts, said.approvals, said.readings, said.rates, said.attested))
    schema = json.loads(called("schema", "facts").out)
    jsonschema.validate(json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str)), schema)


def test_duties_that_a_question_says_are_done_or_not_win_over_those_of_a_profile() -> None:
    terms = lk.parse(
        'license small { title "Small" grant rights at "1" { may any act } '
        'duty d at "2" { for run must include license_text in every_copy } '
        'duty e at "3" { for run must include license_text in every_copy } }'
    )
    profile = lk.parse_profile('done = ["small.d"]\n')
    told = {
        str(done): [duty.status for duty in terms.evaluate(terms.use(["run"]), profile=profile, done=done).duties]
        for done in ({"d": False}, {"e": False}, {})
    }
    assert list(told.values()) == [["not_done", "due"], ["done", "not_done"], ["done", "due"]]
    assert any("`small.d` is done" in note for note in terms.evaluate(terms.use(["run"]), profile=profile).notes)
