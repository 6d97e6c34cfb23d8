"""The statute: which articles it has, in which order, for each of the four forms."""

from collections.abc import Callable

from inmeko.coops.rules.papers import capital, identity, membership, organs
from inmeko.coops.rules.papers.document import Clause, Paper, PaperKind
from inmeko.coops.rules.papers.dossier import Dossier
from inmeko.coops.rules.papers.identity import FORM_NAMES
from inmeko.coops.rules.papers.law import Law, written

ARTICLES: tuple[Callable[[Dossier, Law], Clause], ...] = (
    identity.name,
    identity.seat,
    identity.duration,
    identity.purpose,
    identity.activities,
    membership.members,
    membership.group,
    membership.entry,
    membership.leaving,
    membership.duties,
    capital.shares,
    organs.assembly,
    organs.meetings,
    organs.committee,
    organs.work,
    capital.accounts,
    capital.profit,
    capital.dissolution,
    organs.filing,
    organs.first_committee,
    organs.final,
)
# Of forms of inclusion alone.
ONLY_INCLUSION = (membership.group,)


def articles(dossier: Dossier, law: Law) -> tuple[Clause, ...]:
    """The articles of a statute, in their order."""
    return tuple(
        make(dossier, law) for make in ARTICLES if make not in ONLY_INCLUSION or dossier.inclusion
    )


def statute(dossier: Dossier, law: Law) -> Paper:
    """The statute of a dossier, signed by all founders."""
    day = dossier.assembly_date
    where = f"{dossier.seat}, " if dossier.seat else ""
    closing = [
        "Το καταστατικό διαβάστηκε, εγκρίθηκε άρθρο προς άρθρο και στο σύνολό του και "
        "υπογράφεται σε κάθε σελίδα και στο τέλος από όλα τα ιδρυτικά μέλη."
    ]
    if day:
        closing.append(f"{where}{written(day)}")
    return Paper(
        kind=PaperKind.STATUTE,
        title="Καταστατικό",
        subtitle=dossier.name or FORM_NAMES[dossier.form],
        lead=_founders(dossier),
        clauses=articles(dossier, law),
        closing=tuple(closing),
        signers=tuple(one.name for one in dossier.founders),
        dated=day is not None,
        lacks=tuple(sorted(dossier.lacks)),
    )


def _founders(dossier: Dossier) -> tuple[str, ...]:
    if not dossier.founders:
        return ()
    listed = (f"{n}. {one.described()}" for n, one in enumerate(dossier.founders, 1))
    return ("Τα ιδρυτικά μέλη:", *listed, "συνιστούν συνεταιρισμό με το ακόλουθο καταστατικό.")
