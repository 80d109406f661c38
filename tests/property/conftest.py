"""Profiles of Hypothesis: `ci` is the same 200 examples on every run, `nightly` looks further each time.

`quick` shows the first failing example as it is found, without making it smaller.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}
settings.register_profile("ci", max_examples=200, derandomize=True, **UNHURRIED)
settings.register_profile("nightly", max_examples=5_000, **UNHURRIED)
settings.register_profile("quick", max_examples=200, derandomize=True, phases=[Phase.generate], **UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
