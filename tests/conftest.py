"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

collect_ignore_glob = ["*.lic"]  # golden files and second readings: other tests read them
os.environ["LICENSEKIT_CACHE"] = "off"  # every test works out its own answers; tests of the cache name a folder

settings.register_profile("quick", max_examples=40)
settings.register_profile("thorough", max_examples=400)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
