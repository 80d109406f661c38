"""What holds for all tests."""

from __future__ import annotations

import os

collect_ignore_glob = ["*.lic"]  # golden files and second readings: other tests read them
os.environ["LICENSEKIT_CACHE"] = "off"  # every test works out its own answers; tests of the cache name a folder
