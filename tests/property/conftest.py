"""Profiles of Hypothesis: `ci` is the same 200 examples on every run, `nightly` looks further each time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}
settings.register_profile("ci", max_examples=200, derandomize=True, **UNHURRIED)
settings.register_profile("nightly", max_examples=5_000, **UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
