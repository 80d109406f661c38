# ruff: noqa: F403 - this is the one home of all nodes: each module says which it has
"""The syntax tree: what was written, not yet what it means.

Every node carries the span of its text. Spans, comments and the exact spelling of numbers take no part in
equality, so that two trees are equal if the same things were written in another layout. Nothing here is
checked against the vocabulary: a name is a name until `licensekit.check` looks it up, and in a template it
may also be a parameter.
"""

from licensekit.syntax.tree.blocks import *
from licensekit.syntax.tree.cases import *
from licensekit.syntax.tree.clauses import *
from licensekit.syntax.tree.conditions import *
from licensekit.syntax.tree.node import SyntaxNode as SyntaxNode
from licensekit.syntax.tree.statements import *
from licensekit.syntax.tree.words import *
