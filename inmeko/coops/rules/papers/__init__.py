"""The papers of the set-up of a cooperative, written from one set of answers."""

from inmeko.coops.rules.papers.assembly import Earlier, Meeting, assembly_minutes
from inmeko.coops.rules.papers.declarations import application, declaration
from inmeko.coops.rules.papers.document import PAPER_LABELS, Paper, PaperKind
from inmeko.coops.rules.papers.dossier import Dossier
from inmeko.coops.rules.papers.dossier import read as read_dossier
from inmeko.coops.rules.papers.founding import authorisation, minutes, register
from inmeko.coops.rules.papers.law import Law, law
from inmeko.coops.rules.papers.plan import work_plan
from inmeko.coops.rules.papers.statute import statute


def papers(dossier: Dossier, rules: Law) -> tuple[Paper, ...]:
    """Every paper of a dossier, in the order in which they are signed."""
    return (
        statute(dossier, rules),
        minutes(dossier, rules),
        register(dossier, rules),
        *(declaration(dossier, one, rules) for one in dossier.founders),
        authorisation(dossier, rules),
        application(dossier, rules),
        work_plan(dossier, rules),
    )


__all__ = [
    "PAPER_LABELS",
    "Dossier",
    "Earlier",
    "Law",
    "Meeting",
    "Paper",
    "PaperKind",
    "assembly_minutes",
    "law",
    "papers",
    "read_dossier",
]
