"""Executable examples of licences: the runner behind `licensekit test`, and what tests of one's own may use."""
