"""`python -m licensekit`: the same as the command `licensekit`."""

from licensekit.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
