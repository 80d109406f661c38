"""What holds for all tests."""

from __future__ import annotations

import os

os.environ["LICENSEKIT_CACHE"] = "off"  # every test works out its own answers; tests of the cache name a folder
