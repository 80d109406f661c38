"""What holds for all tests: no cache, and how many examples Hypothesis looks at.

`few` is the default, the same examples on every run; .ci/run looks at those of `ci`, and `nightly` looks further each
time. `quick` shows the first failing example as it is found, without making it smaller.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

collect_ignore_glob = ["*.lic"]  # golden files and second readings: other tests read them
os.environ["LICENSEKIT_CACHE"] = "off"  # every test works out its own answers; tests of the cache name a folder

UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}
settings.register_profile("few", max_examples=40, derandomize=True, **UNHURRIED)
settings.register_profile("ci", max_examples=200, derandomize=True, **UNHURRIED)
settings.register_profile("nightly", max_examples=5_000, **UNHURRIED)
settings.register_profile("quick", max_examples=200, derandomize=True, phases=[Phase.generate], **UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))
