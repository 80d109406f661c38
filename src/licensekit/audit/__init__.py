"""The gate: what a policy file says of our products, held against the answers about everything in them.

`policy.py` reads the file, `auditing.py` finds what is not as it should be, `baseline.py` keeps what was so at the last
run.
"""
