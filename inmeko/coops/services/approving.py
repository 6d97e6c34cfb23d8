"""The founders read the statute and approve it, each in turn; a changed statute asks them anew."""

from inmeko.coops.models import Formation, Founder, StatuteApproval
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.formation.words import FormationStage, advance
from inmeko.coops.rules.rulebook import Verdict
from inmeko.coops.services import tasks
from inmeko.coops.services.doing import Doer, lock, noted, stepped
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_


def ask(doer: Doer, formation: Formation) -> None:
    """Ask the founders to approve; refused while the law refuses, or an answer is missing."""
    held = lock(formation)
    answer = standing.position(held).answer
    if answer.verdict is Verdict.REFUSE:
        raise RuleError(N_("The law refuses this group as it is: see what has to change."))
    paper, _sha = standing.statute_of(held)
    if paper.lacks:
        raise RuleError(N_("The statute is not complete: answer what is missing first."))
    held.stage = advance(held.stage, FormationStage.APPROVING)
    noted(doer, "approval asked for", held)
    stepped(held)


def take_back(doer: Doer, formation: Formation) -> None:
    """Go back to the answers; what was approved stays known by its hash."""
    held = lock(formation)
    held.stage = advance(held.stage, FormationStage.PREPARING)
    tasks.undone(held, "approval")
    noted(doer, "approval taken back", held)
    stepped(held)


def approve(doer: Doer, formation: Formation, founder: Founder, *, sha256: str) -> None:
    """A founder approves the statute that they have read, known by its hash."""
    held = lock(formation)
    if held.stage is not FormationStage.APPROVING:
        raise ConflictError(N_("The statute is not to be approved at this moment."))
    _paper, now = standing.statute_of(held)
    if sha256 != now:
        raise ConflictError(
            N_("The statute was changed while you were reading it: please read it again.")
        )
    known = queries.approvals(held, now)
    if founder.id not in known:
        row = StatuteApproval(
            municipality_id=held.municipality_id,
            formation_id=held.id,
            founder_id=founder.id,
            sha256=now,
        )
        db.session.add(row)
        db.session.flush()
        noted(doer, "statute approved", held, by=founder.id, sha256=now)
    if not missing(held, now):
        tasks.done(held, "approval")
    stepped(held)


def missing(formation: Formation, sha256: str) -> list[Founder]:
    """The founders who have not approved the statute of this hash."""
    known = queries.approvals(formation, sha256)
    return [one for one in queries.founders(formation) if one.id not in known]
