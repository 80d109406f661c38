"""A licence made from another asks that copies stay under itself, and not under the one that it was made from."""

from __future__ import annotations

import pytest

from licensekit import catalogue
from licensekit.model.clauses import Duty, written_id

UNDER_ANOTHER = {
    ("gpl-2.0-with-classpath-exception-2.0", "copyleft", "gpl-2.0"),
    ("gpl-2.0-with-font-exception-2.0", "copyleft", "gpl-2.0"),
    ("gpl-2.0-with-linux-syscall-note", "copyleft", "gpl-2.0"),
    ("gpl-2.0-with-openjdk-assembly-exception-1.0", "copyleft", "gpl-2.0"),
    ("gpl-2.0-with-openjdk-assembly-exception-1.0", "executable", "gpl-2.0"),
    ("gpl-2.0-with-openvpn-openssl-exception", "copyleft", "gpl-2.0"),
    ("gpl-2.0-with-openvpn-openssl-exception", "rest", "gpl-2.0"),
    ("gpl-2.0-with-u-boot-exception-2.0", "copyleft", "gpl-2.0"),
    ("gpl-3.0-with-autoconf-exception-3.0", "copyleft", "gpl-3.0"),
    ("gpl-3.0-with-bison-exception-2.2", "copyleft", "gpl-3.0"),
    ("gpl-3.0-with-gcc-exception-3.1", "copyleft", "gpl-3.0"),
    ("lgpl-2.1", "ordinary-license", "gpl-2.0"),
    ("lgpl-3.0", "good-faith", "gpl-3.0"),
}
"""Exceptions leave the GPL as it is, and two sentences of the LGPL name the GPL."""


@pytest.mark.slow
def test_duties_name_the_licence_itself_among_those_of_the_catalogue() -> None:
    ids = frozenset(catalogue.ids())
    named = {
        (name, written_id(clause.id), *among)
        for name in ids
        for clause in catalogue.load(name).clauses
        if isinstance(clause, Duty)
        for obligation in clause.obligations
        for action in obligation.alternatives
        if action.licenses is not None
        for among in [sorted(ids.intersection(action.licenses.names))]
        if among and name not in among
    }
    assert named == UNDER_ANOTHER


@pytest.mark.slow
def test_what_a_mark_of_origin_said_is_said_elsewhere_as_far_as_it_is_to_be_credited() -> None:
    """The title had been left out: who took a watermark away owed the author's name alone."""
    credited = {}
    for name in catalogue.ids():
        duties = {written_id(each.id): each for each in catalogue.load(name).clauses if isinstance(each, Duty)}
        if {"attribution", "origin-stays"} <= duties.keys():
            named = [
                {thing.name for action in obligation.alternatives if action.verb == "name" for thing in action.objects}
                for duty in (duties["attribution"], duties["origin-stays"])
                for obligation in duty.obligations
            ]
            credited[name] = [things for things in named if things]
    told = {name: things for name, things in credited.items() if things}
    assert "cc-by-1.0" in told
    assert "cc-by-nc-sa-2.5" in told
    assert {name for name, things in told.items() if "title" not in things[-1]} == set()
    assert {name for name, (owed, left) in told.items() if len(owed) != len(left)} == set()
