"""The naive evaluator and the real one give the same answers about the licences of the catalogue."""

from __future__ import annotations

import pytest

from differential.run_catalogue import compare_license, single_licenses
from licensekit.model.license import License

pytestmark = pytest.mark.long

LICENSES = list(single_licenses())


@pytest.mark.parametrize("license", LICENSES, ids=[each.id for each in LICENSES])
def test_a_few_questions_about_each(license: License) -> None:
    tally = compare_license(license, 15)
    assert tally.failures == []
    assert tally.pairs == 15
