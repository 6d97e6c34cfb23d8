"""The words of the rulebook for people: how sure, how severe, about what."""

from inmeko.coops.rules.rulebook import Evidence, Verdict
from inmeko.kernel.text import N_

EVIDENCE_LABELS: dict[str, str] = {
    Evidence.VERIFIED: N_("Verified"),
    Evidence.DRAFT: N_("From the draft of the law"),
    Evidence.INFERRED: N_("Inferred"),
    Evidence.UNVERIFIED: N_("Not verified"),
}
VERDICT_LABELS: dict[str, str] = {
    Verdict.OK: N_("Fulfilled"),
    Verdict.WARN: N_("Warns: to be confirmed"),
    Verdict.REFER: N_("Refers elsewhere"),
    Verdict.REFUSE: N_("Refuses"),
}
GROUP_LABELS: dict[str, str] = {
    "founders": N_("Founders"),
    "legal_members": N_("Legal persons as members"),
    "groups": N_("Vulnerable and special groups"),
    "membership": N_("Membership"),
    "shares": N_("Shares"),
    "votes_organs": N_("Votes and organs"),
    "workers": N_("Workers"),
    "profit": N_("Profit and residue"),
    "operation": N_("Operation"),
    "name": N_("Name"),
    "registry": N_("Registry"),
    "other_forms": N_("Other forms"),
    "concession": N_("Municipal property"),
    "contracts": N_("Contracts, calls and levy"),
}
