"""The vocabulary: facts, acts, relations between numbers, words of duties, territories and currencies.

Plain tables over the standard library alone, so that importing them costs next to nothing.
"""
