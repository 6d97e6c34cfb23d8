"""What a lawyer finds about a rule: kept as a version, signed and dated in the audit trail."""

import logging

from inmeko.coops.models import RuleVersion
from inmeko.coops.queries import rule_versions
from inmeko.coops.rules import rulings
from inmeko.coops.rules.rulebook import Rule, to_json
from inmeko.coops.rules.rulings import Finding
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_
from inmeko.records.services import note
from inmeko.records.services.auditing import lock_chain

logger = logging.getLogger(__name__)

KIND = "rule"


def rule_on(
    actor: Actor, rule: Rule, finding: Finding, *, municipality_id: int | None, seen: int
) -> RuleVersion:
    """Keep a finding about a rule: from its day on the rule is evaluated as it says.

    `seen` is the newest finding that whoever typed this had before them.
    """
    # One finding after another: nobody judges a version that is not the last any more.
    lock_chain(municipality_id)
    earlier = rule_versions.rule_versions(rule.id, municipality_id=municipality_id)
    if earlier and earlier[-1].id > seen:
        raise ConflictError(
            N_("Somebody found something about this rule meanwhile. Look at it first.")
        )
    made = rulings.found(rule, finding, athens_date(clock.now()))
    kept = RuleVersion(
        municipality_id=municipality_id,
        rule_id=rule.id,
        ruling=finding.ruling,
        content=to_json(made),
        valid_from=finding.valid_from,
        valid_to=finding.valid_to,
        reason=finding.reason,
        made_by_id=actor.id,
    )
    db.session.add(kept)
    db.session.flush()
    deed = f"rule {finding.ruling.value}"
    before, after = _told(rule), {**_told(made), "reason": finding.reason}
    note(
        actor,
        deed,
        KIND,
        kept.id,
        municipality_id=municipality_id,
        before=before,
        after=after,
    )
    logger.info("%s %s by %s", deed, rule.id, actor.id)
    return kept


def _told(rule: Rule) -> dict[str, object]:
    names = ("id", "article", "value", "evidence", "on_fail", "source", "valid_from", "valid_to")
    kept = to_json(rule)
    return {name: kept[name] for name in names}
