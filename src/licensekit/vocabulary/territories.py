"""Territories: ISO 3166-1 alpha-2 codes, and the groups of them that licences name.

Membership of a group is a matter of days: the United Kingdom belonged to the EU through 31 January 2020. The
days are those of the accession and withdrawal treaties; days before a group existed are left out of account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from licensekit.currencies import codes
from licensekit.diagnostics import slips
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

TERRITORIES: Final = codes(
    """
    AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania; AM Armenia;
    AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba; AX Åland Islands;
    AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria;
    BH Bahrain; BI Burundi; BJ Benin; BL Saint Barthélemy; BM Bermuda; BN Brunei; BO Bolivia; BQ Caribbean Netherlands;
    BR Brazil; BS Bahamas; BT Bhutan; BV Bouvet Island; BW Botswana; BY Belarus; BZ Belize; CA Canada;
    CC Cocos (Keeling) Islands; CD Democratic Republic of the Congo; CF Central African Republic;
    CG Republic of the Congo; CH Switzerland; CI Côte d'Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN China;
    CO Colombia; CR Costa Rica; CU Cuba; CV Cape Verde; CW Curaçao; CX Christmas Island; CY Cyprus; CZ Czechia;
    DE Germany; DJ Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia;
    EG Egypt; EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands;
    FM Micronesia; FO Faroe Islands; FR France; GA Gabon; GB United Kingdom; GD Grenada; GE Georgia; GF French Guiana;
    GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea;
    GR Greece; GS South Georgia and the South Sandwich Islands; GT Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana;
    HK Hong Kong; HM Heard Island and McDonald Islands; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia;
    IE Ireland; IL Israel; IM Isle of Man; IN India; IO British Indian Ocean Territory; IQ Iraq; IR Iran; IS Iceland;
    IT Italy; JE Jersey; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros;
    KN Saint Kitts and Nevis; KP North Korea; KR South Korea; KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos;
    LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg;
    LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF Saint Martin (French part); MG Madagascar;
    MH Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO Macao; MP Northern Mariana Islands;
    MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY Malaysia;
    MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger; NF Norfolk Island; NG Nigeria; NI Nicaragua; NL Netherlands;
    NO Norway; NP Nepal; NR Nauru; NU Niue; NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia;
    PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland; PM Saint Pierre and Miquelon; PN Pitcairn;
    PR Puerto Rico; PS Palestine; PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania; RS Serbia;
    RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; SG Singapore;
    SH Saint Helena, Ascension and Tristan da Cunha; SI Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia;
    SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST São Tomé and Príncipe;
    SV El Salvador; SX Sint Maarten (Dutch part); SY Syria; SZ Eswatini; TC Turks and Caicos Islands; TD Chad;
    TF French Southern Territories; TG Togo; TH Thailand; TJ Tajikistan; TK Tokelau; TL Timor-Leste; TM Turkmenistan;
    TN Tunisia; TO Tonga; TR Türkiye; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda;
    UM United States Minor Outlying Islands; US United States; UY Uruguay; UZ Uzbekistan; VA Vatican City;
    VC Saint Vincent and the Grenadines; VE Venezuela; VG British Virgin Islands; VI United States Virgin Islands;
    VN Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa; YE Yemen; YT Mayotte; ZA South Africa; ZM Zambia;
    ZW Zimbabwe
    """
)
"""Every officially assigned code, with the English name of the territory."""


class Membership(NamedTuple):
    """From the first day through the last day, both included; no last day: to this day."""

    first: date
    last: date | None = None


def _since(year: int, month: int, day: int, codes: str) -> dict[str, Membership]:
    return dict.fromkeys(codes.split(), Membership(date(year, month, day)))


# The outermost regions of France, and Åland, have codes of their own and lie in the Union (TFEU Art. 349, 355);
# Saint Barthélemy left it on 1 January 2012, Mayotte joined on 1 January 2014.
_EU: Final = {
    **_since(1993, 11, 1, "BE DE DK ES FR GR IE IT LU NL PT GF GP MF MQ RE"),
    "GB": Membership(date(1993, 11, 1), date(2020, 1, 31)),
    "BL": Membership(date(1993, 11, 1), date(2011, 12, 31)),
    **_since(1995, 1, 1, "AT FI SE AX"),
    **_since(2004, 5, 1, "CY CZ EE HU LT LV MT PL SI SK"),
    **_since(2007, 1, 1, "BG RO"),
    **_since(2013, 7, 1, "HR"),
    **_since(2014, 1, 1, "YT"),
}

# The EEA Agreement applied from 1994; later members of the Union joined it on days of their own.
_EEA: Final = {
    **_since(1994, 1, 1, "BE DE DK ES FR GR IE IT LU NL PT GF GP MF MQ RE AT FI SE AX IS NO"),
    "GB": Membership(date(1994, 1, 1), date(2020, 1, 31)),
    "BL": Membership(date(1994, 1, 1), date(2011, 12, 31)),
    **_since(1995, 5, 1, "LI"),
    **_since(2004, 5, 1, "CY CZ EE HU LT LV MT PL SI SK"),
    **_since(2007, 8, 1, "BG RO"),
    **_since(2014, 1, 1, "YT"),
    **_since(2014, 4, 12, "HR"),
}

GROUPS: Final[Mapping[str, Mapping[str, Membership]]] = MappingProxyType(
    {"EU": MappingProxyType(_EU), "EEA": MappingProxyType(_EEA)}
)
"""Groups of territories, and who belongs to them when."""

GROUP_TITLES: Final[Mapping[str, str]] = MappingProxyType({"EU": "European Union", "EEA": "European Economic Area"})

_BEGINNINGS: Final = {"EU": date(1993, 11, 1).toordinal(), "EEA": date(1994, 1, 1).toordinal()}


def members(group: str, on: date | None = None) -> frozenset[str]:
    """Who belongs to a group on a day; without a day, who belongs to it as of the latest change recorded here.

    Raises KeyError for a name that is no group.
    """
    return frozenset(
        code
        for code, held in GROUPS[group].items()
        if (held.last is None if on is None else held.first <= on and (held.last is None or on <= held.last))
    )


def in_group(code: str, group: str, first: date | int | None = None, last: date | int | None = None) -> Truth:
    """Whether a territory belongs to a group on a day that lies between two days, both included.

    True or false if it is so on all of those days, else unknown. None leaves a side open; a day may also be a
    proleptic ordinal (`date.toordinal`). Days before the group existed do not count, unless all of them are.
    """
    held = GROUPS[group].get(code)
    if held is None:
        return FALSE
    low, high = _ordinal(first, 1), _ordinal(last, date.max.toordinal())
    low = max(low, min(high, _BEGINNINGS[group]))
    since, until = held.first.toordinal(), _ordinal(held.last, date.max.toordinal())
    if since <= low and high <= until:
        return TRUE
    return FALSE if high < since or until < low else UNKNOWN


def _ordinal(day: date | int | None, otherwise: int) -> int:
    if day is None:
        return otherwise
    return day if isinstance(day, int) else day.toordinal()


def countries_meant(text: str) -> tuple[str, ...]:
    """The codes of the countries of which this may be the code or the name, at most three; none where it is neither.

    >>> countries_meant("Korea")
    ('KP', 'KR')
    """
    spoken = text.lower().removeprefix("the ")
    if spoken.upper() in TERRITORIES:
        return (spoken.upper(),)
    named = {name.lower(): code for code, name in TERRITORIES.items()} | _SPOKEN
    if spoken in named:
        return (named[spoken],)
    part = re.compile(rf"\b{re.escape(spoken)}\b")
    alike = [name for name in named if part.search(name)] or slips(spoken, {name: name for name in named})
    return tuple(dict.fromkeys(named[name] for name in alike))[:3]


_SPOKEN: Final = {
    **dict.fromkeys(("uk", "britain", "great britain", "england", "scotland", "wales", "northern ireland"), "GB"),
    **dict.fromkeys(("usa", "u.s.", "u.s.a.", "america", "united states of america"), "US"),
    **dict.fromkeys(("uae", "emirates"), "AE"),
    **dict.fromkeys(("mainland china", "prc"), "CN"),
    "el": "GR",
    "holland": "NL",
    "czech republic": "CZ",
    "turkey": "TR",
    "macau": "MO",
}
