"""Currencies: ISO 4217 codes of money that people are paid in. No metals, no test codes, no units of account."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from licensekit.diagnostics import clipped, did_you_mean
from licensekit.errors import ValueProblem


def codes(table: str) -> Mapping[str, str]:
    """Codes of a standard, each with its name: `AD Andorra; AE United Arab Emirates`."""
    entries = (entry.strip().partition(" ") for entry in " ".join(table.split()).split(";"))
    return MappingProxyType({code: name for code, _, name in entries})


CURRENCIES: Final = codes(
    """
    AED UAE dirham; AFN Afghan afghani; ALL Albanian lek; AMD Armenian dram; ANG Netherlands Antillean guilder;
    AOA Angolan kwanza; ARS Argentine peso; AUD Australian dollar; AWG Aruban florin; AZN Azerbaijani manat;
    BAM Bosnian convertible mark; BBD Barbados dollar; BDT Bangladeshi taka; BGN Bulgarian lev; BHD Bahraini dinar;
    BIF Burundian franc; BMD Bermudian dollar; BND Brunei dollar; BOB Bolivian boliviano; BRL Brazilian real;
    BSD Bahamian dollar; BTN Bhutanese ngultrum; BWP Botswana pula; BYN Belarusian rouble; BZD Belize dollar;
    CAD Canadian dollar; CDF Congolese franc; CHF Swiss franc; CLP Chilean peso; CNY Chinese yuan; COP Colombian peso;
    CRC Costa Rican colon; CUP Cuban peso; CVE Cabo Verde escudo; CZK Czech koruna; DJF Djibouti franc;
    DKK Danish krone; DOP Dominican peso; DZD Algerian dinar; EGP Egyptian pound; ERN Eritrean nakfa;
    ETB Ethiopian birr; EUR euro; FJD Fiji dollar; FKP Falkland Islands pound; GBP pound sterling; GEL Georgian lari;
    GHS Ghana cedi; GIP Gibraltar pound; GMD Gambian dalasi; GNF Guinean franc; GTQ Guatemalan quetzal;
    GYD Guyana dollar; HKD Hong Kong dollar; HNL Honduran lempira; HTG Haitian gourde; HUF Hungarian forint;
    IDR Indonesian rupiah; ILS Israeli shekel; INR Indian rupee; IQD Iraqi dinar; IRR Iranian rial; ISK Iceland krona;
    JMD Jamaican dollar; JOD Jordanian dinar; JPY Japanese yen; KES Kenyan shilling; KGS Kyrgyz som; KHR Cambodian riel;
    KMF Comorian franc; KPW North Korean won; KRW South Korean won; KWD Kuwaiti dinar; KYD Cayman Islands dollar;
    KZT Kazakh tenge; LAK Lao kip; LBP Lebanese pound; LKR Sri Lankan rupee; LRD Liberian dollar; LSL Lesotho loti;
    LYD Libyan dinar; MAD Moroccan dirham; MDL Moldovan leu; MGA Malagasy ariary; MKD North Macedonian denar;
    MMK Myanmar kyat; MNT Mongolian tugrik; MOP Macanese pataca; MRU Mauritanian ouguiya; MUR Mauritian rupee;
    MVR Maldivian rufiyaa; MWK Malawi kwacha; MXN Mexican peso; MYR Malaysian ringgit; MZN Mozambican metical;
    NAD Namibian dollar; NGN Nigerian naira; NIO Nicaraguan cordoba; NOK Norwegian krone; NPR Nepalese rupee;
    NZD New Zealand dollar; OMR Omani rial; PAB Panamanian balboa; PEN Peruvian sol; PGK Papua New Guinean kina;
    PHP Philippine peso; PKR Pakistani rupee; PLN Polish zloty; PYG Paraguayan guarani; QAR Qatari rial;
    RON Romanian leu; RSD Serbian dinar; RUB Russian rouble; RWF Rwandan franc; SAR Saudi riyal;
    SBD Solomon Islands dollar; SCR Seychellois rupee; SDG Sudanese pound; SEK Swedish krona; SGD Singapore dollar;
    SHP Saint Helena pound; SLE Sierra Leonean leone; SOS Somali shilling; SRD Surinamese dollar;
    SSP South Sudanese pound; STN São Tomé dobra; SVC El Salvador colon; SYP Syrian pound; SZL Swazi lilangeni;
    THB Thai baht; TJS Tajik somoni; TMT Turkmen manat; TND Tunisian dinar; TOP Tongan pa'anga; TRY Turkish lira;
    TTD Trinidad and Tobago dollar; TWD New Taiwan dollar; TZS Tanzanian shilling; UAH Ukrainian hryvnia;
    UGX Ugandan shilling; USD US dollar; UYU Uruguayan peso; UZS Uzbek sum; VES Venezuelan bolívar; VND Vietnamese dong;
    VUV Vanuatu vatu; WST Samoan tala; XAF Central African CFA franc; XCD East Caribbean dollar; XCG Caribbean guilder;
    XOF West African CFA franc; XPF CFP franc; YER Yemeni rial; ZAR South African rand; ZMW Zambian kwacha;
    ZWG Zimbabwe gold; ZWL Zimbabwean dollar (2009)
    """
)
"""Every currency that an amount of money may be in, with its English name."""
SPOKEN: Final[Mapping[str, str]] = {
    "DOLLAR": "USD",
    "EURO": "EUR",
    "POUND": "GBP",
    "YEN": "JPY",
    "YUAN": "CNY",
    "RMB": "CNY",
    "WON": "KRW",
    "RUPEE": "INR",
    "FRANC": "CHF",
}


def currency_of(code: str) -> str:
    """A currency code that exists. Raises ValueProblem."""
    if isinstance(code, str) and code in CURRENCIES:
        return code
    code = str(code)
    raise ValueProblem(f"`{clipped(code)}` is not a currency", _currency_mend(code.upper()), "LK208")


def _currency_mend(upper: str) -> str:
    if upper in CURRENCIES:
        return f"did you mean `{upper}`?"
    spoken = SPOKEN.get(upper.removesuffix("S"))
    if spoken:
        return f"write `{spoken}`, or another ISO 4217 code"
    turned = [code for code in CURRENCIES if sorted(code) == sorted(upper)]
    of_country = [code for code in CURRENCIES if code[:2] == upper[:2]]
    near = did_you_mean(upper, turned or of_country or CURRENCIES) if len(upper) <= 4 else ""
    return near or "write an ISO 4217 code such as USD"
