"""Any licences of the catalogue may be asked about together: what two of them call alike is one thing to both."""

from __future__ import annotations

from licensekit import catalogue
from licensekit.model.clashes import clashes


def test_no_two_licences_call_two_things_alike() -> None:
    every = {each.id: each for name in catalogue.ids() for each in [catalogue.load(name)]}
    assert [f"{what} {name}: {first.id}, {again.id}" for _, what, name, first, again in clashes(every.values())] == []
