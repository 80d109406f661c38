"""The models of a use, one for each subject, made of the vocabulary; what they hold stands in subjects.pyi too.

Each field is a fact, by the last part of its name; `UNKNOWN` unless given.
"""

from licensekit.use.models import models

globals().update((model.__name__, model) for model in models())
