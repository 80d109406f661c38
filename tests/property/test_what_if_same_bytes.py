"""What would change an answer is told in the same bytes under any hash seed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SCRIPT = """
import hashlib
import licensekit as lk
from licensekit.report.what_if import WhatIf, what_if_sections
from licensekit.report.what_if_data import what_if_data
from licensekit.decision.alternatives import duty_changes

digest = hashlib.sha256()
for name, acts, facts in (
    ("llama-4", ("embed", "run"), {"licensee.domicile": "DE"}),
    ("minimax-m2.7", ("embed",), {"use.in_business": True}),
    ("kimi-k2.5", ("embed",), {"product.charged_for": True, "product.revenue.month": "1 USD"}),
):
    terms = lk.load(name)
    decision = terms.evaluate(terms.use(acts, facts))
    told = WhatIf(decision.alternatives(), (), duty_changes(decision), decision.settling())
    digest.update(repr((list(what_if_sections(told)), what_if_data(told))).encode())
print(digest.hexdigest())
"""


def said(seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_the_same_bytes_under_any_hash_seed() -> None:
    first, *others = [said(seed) for seed in ("0", "1", "42")]
    assert len(first.strip()) == 64
    assert others == [first, first]
