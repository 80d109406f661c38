"""Which licence a work carries on which day."""

from __future__ import annotations

from datetime import date

import pytest

from licensekit import catalogue
from licensekit.catalogue.dated import disagreeing_tags, license_on, part_named, parts_of
from licensekit.catalogue.loading import checked_text
from licensekit.errors import CatalogueError
from licensekit.model.works import Work

WORKS = """
work changing {
  title "Changing" model "Example/Changing"
  part weights under mit from 2026-04-11 until 2026-04-15
  part weights under apache-2.0 from 2026-04-15
  part code under mit
  part data under "Data terms" unread see "https://example.org/d"
  tagged "mit" on "hub" from 2026-04-11 until 2026-05-01
  tagged "Apache-2.0" on "hub" from 2026-05-01
}
work steady { title "Steady" part weights under mit from 2026-01-01 }
work remote { title "Hosted" hosted only see "https://example.org/t" }
work code-only { title "Code" part code under mit }
"""


def work(name: str) -> Work:
    found = checked_text(WORKS)
    assert found.diagnostics == ()
    return {each.id: each for each in found.works}[name]


@pytest.mark.parametrize(
    ("day", "license_id"),
    [
        (date(2026, 4, 11), "mit"),
        (date(2026, 4, 14), "mit"),
        (date(2026, 4, 15), "apache-2.0"),
        (date(2030, 1, 1), "apache-2.0"),
    ],
)
def test_the_day_decides_and_until_is_exclusive(day: date, license_id: str) -> None:
    assert license_on(work("changing"), "weights", day) == license_id


def test_without_a_day_a_work_whose_licence_changed_lists_its_periods() -> None:
    with pytest.raises(CatalogueError) as caught:
        license_on(work("changing"))
    found = caught.value.diagnostics[0]
    assert found.code == "LK603"
    assert found.message == "the licence of `changing` (weights) changed, and it is not said when the copy was obtained"
    assert found.notes == (
        "mit from 2026-04-11 until 2026-04-15, that day not included",
        "apache-2.0 from 2026-04-15",
    )
    assert found.help == "say on which day you got your copy: `obtained`, as an option `--obtained 2026-04-15`"


def test_without_a_day_a_work_whose_licence_never_changed_has_it() -> None:
    assert license_on(work("steady")) == "mit"
    assert license_on(work("changing"), "code", date(1999, 1, 1)) == "mit"


@pytest.mark.parametrize(
    ("name", "part", "day", "message"),
    [
        ("remote", "weights", None, "`remote`: no licence for weights is published; terms of the service apply"),
        (
            "changing",
            "weights",
            date(2026, 4, 10),
            "`changing` on 2026-04-10: no licence for weights is published; terms of the service apply",
        ),
        ("steady", "code", date(2026, 4, 10), "`steady`: no licence for code is recorded here"),
        ("changing", "data", None, "the text of the licence of `changing`, Data terms, is not at hand"),
    ],
)
def test_where_no_licence_is_published_that_is_said(name: str, part: str, day: date | None, message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        license_on(work(name), part, day)
    assert (caught.value.diagnostics[0].code, caught.value.diagnostics[0].message) == ("LK604", message)


def test_parts() -> None:
    assert parts_of(work("changing"), "all") == ("weights", "code", "data")
    assert parts_of(work("changing"), "code") == ("code",)
    assert parts_of(work("remote"), "all") == ("weights",)
    with pytest.raises(CatalogueError) as caught:
        part_named("weigths")
    assert (caught.value.diagnostics[0].code, caught.value.diagnostics[0].help) == ("LK475", "did you mean `weights`?")


def test_a_tag_that_disagrees_is_shown_for_its_day() -> None:
    changing = work("changing")
    assert disagreeing_tags(changing, "apache-2.0", "Apache-2.0", date(2026, 6, 1)) == ()
    assert [tag.tag for tag in disagreeing_tags(changing, "apache-2.0", "Apache-2.0", date(2026, 4, 20))] == ["mit"]
    assert [tag.tag for tag in disagreeing_tags(changing, "mit", "MIT")] == ["Apache-2.0"]


def test_works_are_found_by_id_and_by_their_name_on_a_hub() -> None:
    found = catalogue.work("Qwen/Qwen3-32B") if "qwen" in {each.id[:4] for each in catalogue.works()} else None
    for each in catalogue.works():
        assert catalogue.work(each.id) == each
    assert found is None or "Qwen/Qwen3-32B" in found.models
    assert catalogue.work("META-llama/llama-3.1-8b").id == "llama-3.1"


@pytest.mark.parametrize("name", ["llama-33", "", "no such thing anywhere", "x" * 10_000])
def test_an_unknown_work_is_an_error(name: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        catalogue.work(name)
    assert caught.value.diagnostics[0].code == "LK602"
    assert len(caught.value.diagnostics[0].message) < 300


def test_every_licence_of_a_work_is_in_the_catalogue_or_said_to_be_unread() -> None:
    ids = set(catalogue.ids())
    for each in catalogue.works():
        for row in each.parts:
            assert row.unread or row.license in ids, each.id


@pytest.mark.parametrize(
    ("name", "day", "license_id"),
    [
        ("minimax-m2", date(2025, 10, 26), "apache-2.0"),
        ("minimax-m2", date(2025, 10, 27), "minimax-m2-initial"),
        ("minimax-m2", date(2025, 11, 13), "minimax-m2"),
        ("minimax-m2.7", date(2026, 4, 12), "minimax-m2.7-initial"),
        ("llama-3.1", date(2024, 7, 23), "llama-3.1"),
        ("minimax-m3", date(2026, 6, 1), "minimax-m3"),
        ("minimax-h3", date(2026, 8, 2), "minimax-h3"),
    ],
)
def test_a_licence_that_speaks_of_software_covers_the_code_too(name: str, day: date, license_id: str) -> None:
    assert {license_on(catalogue.work(name), part, day) for part in ("weights", "code")} == {license_id}


def test_of_code_got_in_the_hour_of_another_licence_nothing_is_guessed() -> None:
    with pytest.raises(CatalogueError) as caught:
        license_on(catalogue.work("minimax-m2.7"), "code", date(2026, 4, 11))
    assert caught.value.diagnostics[0].code == "LK604"
    assert license_on(catalogue.work("minimax-m2.7"), "weights", date(2026, 4, 11)) == "minimax-m2.7-initial"


def test_every_work_of_these_families_says_what_its_code_carries() -> None:
    families = [work for work in catalogue.works() if work.id.startswith(("llama-", "minimax-m", "minimax-h3"))]
    assert [work.id for work in families if not any(row.part == "code" for row in work.parts)] == ["minimax-h3-encoder"]


def test_the_encoder_of_another_licensor_is_a_work_of_its_own() -> None:
    """H3's text says beneath its clauses that the encoder is Qwen3-VL-32B, under Apache 2.0: it is no part of the work."""
    (row,) = catalogue.work("minimax-h3-encoder").parts
    assert row.license == "apache-2.0"
    assert {row.license for row in catalogue.work("minimax-h3").parts} == {"minimax-h3"}
    assert any("encoder" in each.what for each in catalogue.load("minimax-h3").omissions)
