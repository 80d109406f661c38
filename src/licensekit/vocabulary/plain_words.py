"""How words of the language are said to people who ship products: with articles, in short; and what they mix up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.words import printed

_SAID: Final[Mapping[str, str]] = {
    "a_blog_post_or_statement_on_your_experience": "a blog post or statement on your experience",
    "additional_terms": "the additional terms",
    "ai_generation_identifier": "an identifier of AI generation",
    "applicable_law": "the law",
    "applicable_law_and_trade_controls": "the law and trade controls",
    "attribution_notices": "attribution notices",
    "change_notice": "a notice of your changes",
    "copyright_notice": "the copyright notice",
    "copyright_notices": "the copyright notices",
    "corresponding_source": "the corresponding source",
    "covered_source": "its source",
    "end_of_authorization": "the end of the authorization",
    "installation_information": "how to install a changed version",
    "known_dangers_of_your_system": "the known dangers of your system",
    "legal_notices": "the legal notices",
    "license_notices": "licence notices",
    "license_text": "the licence text",
    "machine_generated_content": "that content is machine-generated",
    "mechanism_for_reports": "a way to report misuse",
    "model_name": "the model's name",
    "modified_files": "the files that you changed",
    "no_endorsement_statement": "a statement that the licensor does not endorse you",
    "notice": "a notice",
    "notice_of_this_license": "a notice of this licence",
    "patent_license": "the patent licence",
    "recipient": "the recipient",
    "required_notice_lines": "the required notice lines",
    "tested_and_reviewed_safeguards_against_violations": "safeguards against violations, tested and reviewed",
    "the_license_as_far_as_possible": "the licence as far as possible",
    "this_agreement_without_helping_anyone_to_break_it": "this agreement, and help nobody to break it",
    "url_of_the_license": "the address of the licence",
    "use_restrictions": "the use restrictions",
    "warranty_notices": "warranty notices",
    "whole_work": "the whole work",
    "written_offer": "the written offer",
}
"""Things and approvals that want an article or plainer words; all others are printed as they are."""


def said(word: str) -> str:
    """A thing or an approval as it is said to people: `license_text` is the licence text."""
    return _SAID.get(word) or printed(word).replace("license", "licence")


OWED_ANYWAY: Final = frozenset(
    {
        "applicable_law",
        "applicable_law_and_trade_controls",
        "this_agreement_without_helping_anyone_to_break_it",
    }
)
"""What to comply with is owed whether or not a licence says so: no duty that asks for an action of its own."""

CLEAN_HANDS: Final[Mapping[str, str]] = {
    "conduct": "none of its {count} forbidden uses",
    "disputes": "no claim of yours that would end the licence",
    "breach": "no breach",
    "licensor": "no notice from the licensor",
    "sanctions": "nobody under sanctions",
}
"""What is assumed of each group of clean-hands facts; of conduct, of so many uses."""

ONE_FORBIDDEN: Final = "no use that it forbids"

WEAKLY_IMPLIED: Final[Mapping[tuple[str, str], str]] = {
    ("use.reaches_third_parties", "no"): "nothing that reaches anyone outside",
    ("distribution.for_fee", "no"): "no copy that is paid for",
}
"""What is assumed of facts that acts imply only weakly, by the fact and its value."""


class Confused(NamedTuple):
    """An act that people overlook beside another one, which they ask about, and how it is said to them."""

    act: str
    words: str


_COPIES: Final = Confused("distribute_copy", "hand out copies")
_RESULT: Final = Confused("distribute_copy", "publish the result, or hand it out")
_INSTALLED: Final = Confused("distribute_in_product", "hand out your product with it inside, as an app or a device")
_IN_PRODUCT: Final = Confused("embed", "use it in a product or service for others")
_TRAINED: Final = Confused("train_on_outputs", "train a model on what it produces")

CONFUSED: Final[Mapping[str, tuple[Confused, ...]]] = {
    "run": (_IN_PRODUCT,),
    "fine_tune": (_RESULT, _IN_PRODUCT),
    "quantize": (_RESULT, _IN_PRODUCT),
    "merge_models": (_RESULT, _IN_PRODUCT),
    "combine_code": (_RESULT,),
    "edit": (_RESULT,),
    "train_with_work": (_RESULT,),
    "embed": (_INSTALLED,),
    "host_model": (_COPIES,),
    "host_software": (_COPIES,),
    "call_hosted": (_IN_PRODUCT,),
    "use_outputs": (_TRAINED,),
}
"""Which acts are taken for which. Software or a model in a service stays on your servers (`embed`); in an app or a
device it is handed out (`distribute_in_product`). Who trains a model further has not yet handed it out."""


def overlooked(acts: tuple[str, ...]) -> tuple[Confused, ...]:
    """The acts that people who ask about these overlook, each once, in the order of the vocabulary of those asked."""
    confused = {each.act: each for act in LEAVES if act in acts for each in CONFUSED.get(act, ())}
    return tuple(each for act, each in confused.items() if act not in acts)
