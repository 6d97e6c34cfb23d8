"""For each rule a case that passes and one that fails; what always refers has none that passes."""

from typing import Any

Json = dict[str, Any]
BENEFIT, VULNERABLE, SPECIAL = "koinsep_benefit", "koinsep_vulnerable", "koinsep_special"
WORKERS = "worker_coop"


def people(number: int, **about: Any) -> list[Json]:
    """Natural persons."""
    return [{"id": f"p{place}", "kind": "natural", **about} for place in range(number)]


def legal(kind: str, **about: Any) -> Json:
    """A legal person."""
    return {"id": f"l-{kind}", "kind": "legal", "legal_kind": kind, **about}


def of(form: str, **about: Any) -> Json:
    """A case of a form."""
    return {"id": "c", "form": form, **about}


def other(kind: str, **about: Any) -> Json:
    """A case of a form that other laws provide for."""
    return {"id": "c", "form": "other", "other_form": kind, **about}


def free(path: str, **about: Any) -> Json:
    """A case of municipal property."""
    return {"id": "c", "concession": {"path": path, **about}}


def share(value: Any, paid: str = "cash") -> Json:
    """An obligatory share."""
    return {"obligatory_share": {"value_eur": value, "paid": paid}}


def optional(number: int, paid: str = "cash") -> Json:
    """Optional shares."""
    return {"optional_shares": [{"paid": paid, "value_eur": 100}] * number}


def profit(**parts: Any) -> Json:
    """A distribution of ten thousand euro."""
    return {"profit_distribution": {"profit_eur": 10_000, **parts}}


def shares(form: str, key: str, most: int) -> dict[str, tuple[Json, Json]]:
    """The rules on shares and votes of a form."""
    kind = {"optional_shares_in_kind": True}
    return {
        f"{key}_SHARE_MIN": (
            of(form, members=people(1, **share(100))),
            of(form, members=people(1, **share(99.99))),
        ),
        f"{key}_SHARE_EQUAL": (
            of(form, members=people(2, **share(100))),
            of(form, members=people(1, **share(150), **optional(1))),
        ),
        f"{key}_SHARE_CASH": (
            of(form, members=people(1, **share(100))),
            of(form, members=people(1, **share(100, "kind"))),
        ),
        f"{key}_OPT_MAX": (
            of(form, members=people(1, **optional(most))),
            of(form, members=people(1, **optional(most + 1))),
        ),
        f"{key}_OPT_KIND": (
            of(form, members=people(1, **optional(1, "kind")), statute=kind),
            of(
                form,
                members=people(1, **optional(1, "kind")),
                statute={"optional_shares_in_kind": None},
            ),
        ),
        f"{key}_ONE_VOTE": (
            of(form, members=people(2, votes=1), statute={"voting_basis": "member"}),
            of(form, statute={"voting_basis": "capital"}),
        ),
    }


def yearly(form: str, key: str) -> dict[str, tuple[Json, Json]]:
    """The rules on profit of a form."""
    return {
        f"{key}_PROFIT_RESERVE": (
            of(form, **profit(reserve_eur=500)),
            of(form, **profit(reserve_eur=499.99)),
        ),
        f"{key}_PROFIT_WORKERS": (
            of(form, **profit(workers_eur=3500)),
            of(form, **profit(workers_eur=3500.01)),
        ),
        f"{key}_PROFIT_MEMBERS": (
            of(form, **profit(members_eur=0)),
            of(form, **profit(members_eur=0.01)),
        ),
    }


ANOTHER = [{"form": BENEFIT, "same_activity": False}]
ANOTHER_WORKERS = [{"form": WORKERS}]
NAME = "ΚΟΙΝ.Σ.ΕΠ. Συλλογικής & Κοινωνικής Ωφέλειας «Ελιά»"
WORKERS_NAME = "Συνεταιρισμός Εργαζομένων Ελιά"
COMMITTEE = ["p0", "p1", "p2"]
OLIVE = people(1, surname="Ελιά")
SPLIT = {"reserve_pct": 5, "workers_pct": 35, "jobs_pct": 60}

FOUNDING: dict[str, tuple[Json, Json]] = {
    "KOIN_MIN_BENEFIT": (of(BENEFIT, members=people(5)), of(BENEFIT, members=people(4))),
    "KOIN_MIN_INCLUSION": (of(SPECIAL, members=people(7)), of(VULNERABLE, members=people(6))),
    "SYN_MIN": (
        of(WORKERS, members=people(3)),
        of(WORKERS, members=[*people(2), legal("company")]),
    ),
    "KOIN_LEGAL_MAX": (
        of(BENEFIT, members=[*people(4), legal("company"), legal("association")]),
        of(BENEFIT, members=[*people(3), legal("company"), legal("association")]),
    ),
    "KOIN_OTA_MEMBER": (
        of(BENEFIT, members=people(5)),
        of(BENEFIT, members=[*people(5), legal("region")]),
    ),
    "KOIN_OTA_CONTROLLED": (
        of(BENEFIT, members=people(5)),
        of(BENEFIT, members=[*people(5), legal("municipal_body")]),
    ),
    "KOIN_PUBLIC_BODY": (
        of(VULNERABLE, members=people(7)),
        of(BENEFIT, members=[legal("public_body", supervisor_approval=True)]),
    ),
    "SYN_NATURAL_ONLY": (
        of(WORKERS, members=people(3)),
        of(WORKERS, members=[legal("association")]),
    ),
    "KOIN_VULN_MEMBERS": (
        of(VULNERABLE, members=people(7, group="vulnerable")),
        of(VULNERABLE, members=people(7, group="special")),
    ),
    "KOIN_VULN_WORKERS": (
        of(VULNERABLE, workers={"total": 7, "vulnerable": 3}),
        of(VULNERABLE, workers={"total": 7, "vulnerable": 2}),
    ),
    "KOIN_SPEC_MEMBERS": (
        of(SPECIAL, members=people(7, group="special")),
        of(SPECIAL, members=people(7)),
    ),
    "KOIN_SPEC_WORKERS": (
        of(SPECIAL, workers={"total": 7, "special": 4}),
        of(SPECIAL, workers={"total": 7, "special": 3}),
    ),
    "KOIN_GROUP_PERIOD": (
        of(SPECIAL, statute={"group_participation_period_months": 12}),
        of(SPECIAL, statute={"group_participation_period_months": None}),
    ),
    "KOIN_GROUP_GROUND": (
        of(VULNERABLE, members=people(1, group="vulnerable", ground="disability")),
        of(VULNERABLE, members=people(1, group="vulnerable", ground="hiv_positive")),
    ),
    "KOIN_DOUBLE_MEMBER": (
        of(BENEFIT, members=people(1, other_memberships=[])),
        of(BENEFIT, members=people(1, other_memberships=ANOTHER)),
    ),
    "SYN_DOUBLE_MEMBER": (
        of(WORKERS, members=people(1, other_memberships=ANOTHER)),
        of(WORKERS, members=people(1, other_memberships=ANOTHER_WORKERS)),
    ),
    "ID_AFM": (
        of(BENEFIT, members=people(1, afm="123456783")),
        of(BENEFIT, members=people(1, afm="000000000")),
    ),
    "ID_AFM_UNIQUE": (
        of(
            BENEFIT,
            members=[{**people(1)[0], "afm": "123456783"}, legal("company", afm="094259216")],
        ),
        of(BENEFIT, members=people(2, afm="123456783")),
    ),
    **shares(BENEFIT, "KOIN", 5),
    **shares(WORKERS, "SYN", 3),
    "SYN_OPT_STATUTE": (
        of(WORKERS, members=people(1, **optional(1)), statute={"optional_shares_allowed": True}),
        of(WORKERS, members=people(1, **optional(1)), statute={"optional_shares_allowed": None}),
    ),
    "KOIN_COMMITTEE_MEMBERS": (
        of(BENEFIT, members=people(5), committee=COMMITTEE),
        of(BENEFIT, members=people(5), committee=["p0", "p1", "non_member"]),
    ),
    "KOIN_COMMITTEE_SIZE": (of(BENEFIT, committee=COMMITTEE), of(BENEFIT, committee=["p0"])),
    "KOIN_COMMITTEE_TERM": (
        of(BENEFIT, statute={"committee_term_years": 5}),
        of(BENEFIT, statute={"committee_term_years": 5.5}),
    ),
    "KOIN_NAME_FORM": (of(BENEFIT, name=NAME), of(BENEFIT, name="Ελιά")),
    "KOIN_NAME_CATEGORY": (of(BENEFIT, name=NAME), of(VULNERABLE, name=NAME)),
    "NAME_DISTINCT": (of(WORKERS, name=WORKERS_NAME), of(WORKERS, name="Συν.Εργ.")),
    "KOIN_NAME_PERSONS": (
        of(BENEFIT, name=NAME, name_third_party=False),
        of(BENEFIT, name=NAME, members=OLIVE),
    ),
    "SYN_NAME_FORM": (of(WORKERS, name=WORKERS_NAME), of(WORKERS, name="Συν.Εργ. Ελιά")),
    "SYN_NAME_PERSONS": (
        of(WORKERS, name=WORKERS_NAME, members=people(1, surname="Κάποιος")),
        of(WORKERS, name=WORKERS_NAME, name_third_party=True),
    ),
}

RUNNING: dict[str, tuple[Json, Json]] = {
    "KOIN_NONMEMBER_MAX": (
        of(BENEFIT, workers={"total": 5, "members": 3}),
        of(BENEFIT, workers={"total": 5, "members": 2}),
    ),
    "SYN_NONMEMBER_MAX": (
        of(WORKERS, workers={"total": 8, "members": 6}),
        of(WORKERS, workers={"total": 7}, members=people(5, works=True)),
    ),
    **yearly(BENEFIT, "KOIN"),
    **yearly(WORKERS, "SYN"),
    "KOIN_PROFIT_MOVE": (
        of(BENEFIT, **profit(workers_eur=0, assembly_two_thirds_decision=True)),
        of(BENEFIT, **profit(workers_eur=3499.99)),
    ),
    "PROFIT_SUM": (
        of(WORKERS, **profit(reserve_eur=500, workers_eur=3500, jobs_eur=6000)),
        of(WORKERS, **profit(reserve_eur=500, workers_eur=3500, jobs_eur=6000.01)),
    ),
    "RESIDUE_MEMBERS": (
        of(WORKERS, statute={"residue_to": "kalo_body"}),
        of(WORKERS, statute={"residue_to": "members"}),
    ),
    "PUBLIC_REVENUE": (
        of(BENEFIT, revenue={"total_3y_eur": 1000, "public_3y_eur": 650}),
        of(BENEFIT, revenue={"total_3y_eur": 1000, "public_3y_eur": 650.01}),
    ),
    "PAYROLL_SHARE": (
        of(
            WORKERS,
            accounts={"operating_year": 2, "turnover_previous_year_eur": 1, "payroll_eur": 0.25},
        ),
        of(
            WORKERS,
            accounts={"operating_year": 2, "turnover_previous_year_eur": 1, "payroll_eur": 0.24},
        ),
    ),
    "PAY_RATIO": (
        of(WORKERS, pay={"highest_net_eur": 3000, "lowest_net_eur": 1000}),
        of(WORKERS, pay={"highest_net_eur": 3000.01, "lowest_net_eur": 1000}),
    ),
    "REG_ONE_CATEGORY": (
        of(BENEFIT, registry={"categories_applied": [BENEFIT]}),
        of(BENEFIT, registry={"categories_applied": [BENEFIT, SPECIAL]}),
    ),
    "REG_DATA_30": (
        of(BENEFIT, registry={"certificate_date": "2026-08-06", "today": "2026-09-07"}),
        of(BENEFIT, registry={"certificate_date": "2026-08-06", "today": "2026-09-08"}),
    ),
    **{
        rule: (
            of(form, registry={"notice_date": "2026-03-01", "additional_data_date": "2026-03-31"}),
            of(form, registry={"notice_date": "2026-03-01", "today": "2026-04-01"}),
        )
        for rule, form in (("REG_LAST_30", BENEFIT), ("SYN_REG_LAST_30", WORKERS))
    },
    "REG_CERT_VALID": (
        of(WORKERS, registry={"member_certificate_date": "2024-02-29", "today": "2025-02-28"}),
        of(WORKERS, registry={"member_certificate_date": "2024-02-29", "today": "2025-03-01"}),
    ),
    "OTHER_NOT_SINGLE": (other("company", members=people(2)), other("company", members=people(1))),
    "OTHER_ONE_VOTE": (
        other("association", statute={"voting_basis": "member"}),
        other("association", statute={"voting_basis": "share"}),
    ),
    "OTHER_PROFIT_SPLIT": (
        other("civil_company", statute={"profit_split": SPLIT}),
        other("civil_company", statute={"profit_split": {**SPLIT, "members_pct": 0.5}}),
    ),
}

DEALING: dict[str, tuple[Json, Json]] = {
    "CONC_FREE_BODY": (
        free("free_use", applicant_kind="team"),
        free("lease_same_body", applicant_kind="company"),
    ),
    "CONC_FREE_REGISTERED": (free("free_use", registered=True), free("free_use", registered=False)),
    "CONC_FREE_SEAT": (
        free("free_use_movable", seat_or_activity_in_municipality=True),
        free("free_use", seat_or_activity_in_municipality=False),
    ),
    "CONC_FREE_MAJORITY": (
        free("free_use", council_members=34, votes_for=18),
        free("free_use", council_members=34, votes_for=17),
    ),
    "CONC_FREE_TERM": (free("free_use", term_months=60), free("free_use", term_months=61)),
    "CONC_DIRECT_SAME_BODY": (
        free("lease_same_body", after_free_use_same_body=True),
        free("lease_same_body", after_free_use_same_body=False),
    ),
    "CONC_AUCTION_FIRST": (
        free("direct_lease", auctions_without_bidder=2),
        free("direct_lease", auctions_without_bidder=1),
    ),
    "CONC_SHORT_TERM": (free("short_lease", term_months=3), free("short_lease", term_months=4)),
    "CONC_SPECIAL_ASSET": (
        free("auction", asset_regime="ordinary"),
        free("auction", asset_regime="school"),
    ),
    "CONC_ADA": (
        free("free_use", decision_state="in_force", ada="bλ4hω6ρ - τ0x"),
        free("free_use", decision_state="in_force", ada=None),
    ),
    "RESERVED_LIST": (
        of(VULNERABLE, reserved_contract={}),
        of(BENEFIT, reserved_contract={"workers_total": 10, "workers_disadvantaged": 3}),
    ),
    "CALL_ADA": (
        {"id": "c", "call": {"state": "published", "ada": "6Φ2ΥΩΕΘ–Λ31"}},
        {"id": "c", "call": {"state": "published", "ada": "ΑΔΑ-1"}},
    ),
}

BOTH_WAYS = {**FOUNDING, **RUNNING, **DEALING}

# What sends people elsewhere or tells a figure: a case it speaks of, one it does not.
ONE_WAY: dict[str, tuple[Json, Json]] = {
    "OTHER_EMAFKAO": (
        other("company"),
        other("company", levy={"start_year": 2020, "tax_year": 2021}),
    ),
    "OTHER_KOISPE": (other("koispe"), other("koispe", reserved_contract={})),
    "OTHER_ENERGY": (other("energy_community"), other("koispe")),
    "CONC_SERVICE": (free("auction"), free("free_use")),
    "RESERVED_SPECIAL": (of(SPECIAL, reserved_contract={}), of(BENEFIT, reserved_contract={})),
    "LEVY_EXEMPT": (
        of(WORKERS, levy={"start_year": 2020, "tax_year": 2024}),
        of(WORKERS, levy={"start_year": 2020, "tax_year": 2025}),
    ),
    "LEVY_DUE": (
        of(WORKERS, levy={"start_year": 2020, "tax_year": 2025}),
        of(WORKERS, levy={"start_year": 2020, "tax_year": 2024}),
    ),
}
