"""Bring in decisions of Διαύγεια, look for the assets they concern, keep what a planner says."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records.services import note
from inmeko.resources.models import Decision, DecisionLink
from inmeko.resources.queries import decisions as queries
from inmeko.resources.rules import decisions as rules
from inmeko.resources.rules.concession_words import LinkState
from inmeko.resources.rules.decisions import FoundDecision, Rejected
from inmeko.resources.rules.likeness import (
    ENOUGH,
    FAR_BEHIND,
    OFFERED_AT_ONCE,
    Likeness,
    Subject,
    liken,
    subject_of,
)

logger = logging.getLogger(__name__)

COPIED = (
    "subject",
    "issued_on",
    "url",
    "protocol_number",
    "type_code",
    "type_label",
    "body_code",
    "body_label",
    "version_code",
    "status",
    "names_ada",
)


@dataclass
class Brought:
    """What a file of decisions did: read is always the sum of the other four."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    offered: int = 0

    def counts(self) -> dict[str, int]:
        """The figures for the audit trail and for machines."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": len(self.rejected),
            "offered": self.offered,
        }


def bring_in(actor: Actor, town: Municipality, content: bytes) -> Brought:
    """Bring in a JSON file of decisions; what is there already is compared, not doubled."""
    found = list(rules.read(content))
    done = Brought(read=len(found))
    wanted = {one.ada for one in found if isinstance(one, FoundDecision)}
    known = queries.by_ada(town.id, wanted)
    touched: list[Decision] = []
    for one in found:
        if isinstance(one, Rejected):
            done.rejected.append(one)
            continue
        kept = known.get(one.ada)
        if kept is None:
            kept = known[one.ada] = _create(town.id, one)
            done.created += 1
            touched.append(kept)
        elif _correct(actor, kept, one):
            done.updated += 1
            touched.append(kept)
        else:
            done.unchanged += 1
    db.session.flush()
    done.offered = look(town.id, list(dict.fromkeys(touched)))
    if done.created or done.updated:
        note(
            actor,
            "decisions imported",
            "municipality",
            town.id,
            municipality_id=town.id,
            after=done.counts(),
        )
    logger.info("decisions of town %s: %s", town.id, done.counts())
    return done


def look(municipality_id: int, decisions: Iterable[Decision]) -> int:
    """Offer assets that decisions may concern; what was judged is not asked again. How many."""
    subjects = [(decision, subject_of(decision.subject)) for decision in decisions]
    known = _Known(municipality_id, [subject for _decision, subject in subjects])
    offered = 0
    for decision, subject in subjects:
        asked = {link.asset_id for link in decision.links}
        for asset_id, likeness in known.candidates(subject):
            if asset_id in asked:
                continue
            decision.links.append(
                DecisionLink(
                    municipality_id=municipality_id,
                    asset_id=asset_id,
                    score=likeness.score,
                    reasons=list(likeness.reasons),
                )
            )
            offered += 1
    db.session.flush()
    return offered


def look_again(actor: Actor, municipality_id: int) -> int:
    """Look once more for every decision that concerns no asset yet; how many were offered."""
    found = look(municipality_id, queries.unlooked(municipality_id))
    logger.info("%s assets offered for decisions, asked by %s", found, actor.id)
    return found


def judge(actor: Actor, link: DecisionLink, state: LinkState) -> None:
    """Keep what a planner says of an offered asset; it is not offered for it again."""
    if link.state is state:
        return
    before = {"asset": link.asset_id, "link": link.state.value}
    link.state, link.judged_by_id, link.judged_at = state, actor.id, clock.now()
    db.session.flush()
    note(
        actor,
        "decision judged",
        "decision",
        link.decision_id,
        municipality_id=link.municipality_id,
        before=before,
        after={"asset": link.asset_id, "link": state.value},
    )


def _create(municipality_id: int, found: FoundDecision) -> Decision:
    decision = Decision(municipality_id=municipality_id, ada=found.ada, earlier=[], links=[])
    for name in COPIED:
        setattr(decision, name, getattr(found, name))
    db.session.add(decision)
    return decision


def _correct(actor: Actor, kept: Decision, found: FoundDecision) -> bool:
    """Take over what differs; whether anything did. A name that was masked never comes back."""
    covered = rules.only_masked(found.subject, kept.subject)
    if rules.only_masked(kept.subject, found.subject):
        found = replace(found, subject=kept.subject)
    given = {name: getattr(found, name) for name in COPIED}
    # What a file leaves out is no correction.
    changes = {
        name: value
        for name, value in given.items()
        if value not in ("", None) and value != getattr(kept, name)
    }
    if not changes:
        return False
    if covered:
        kept.earlier = [text for text in kept.earlier if not _shows(text, found.subject)]
    elif "subject" in changes:
        kept.earlier = [*kept.earlier, kept.subject]
        kept.links = [link for link in kept.links if link.state is not LinkState.OFFERED]
        kept.names_ada = found.names_ada
    for name, value in changes.items():
        setattr(kept, name, value)
    kept.corrected_at = clock.now()
    db.session.flush()
    told = {"ada": kept.ada, "fields": sorted(changes)}
    town = kept.municipality_id
    note(actor, "decision corrected", "decision", kept.id, municipality_id=town, after=told)
    return True


def _shows(text: str, covered: str) -> bool:
    return rules.only_masked(covered, text)


class _Known:
    """The assets that bear words or codes of some subjects: asked for once, for all of them."""

    def __init__(self, municipality_id: int, subjects: Sequence[Subject]) -> None:
        stems = sorted({stem for subject in subjects for stem in subject.stems})
        self._bearers = {stem: queries.bearers(municipality_id, stem) for stem in stems}
        kaeks = sorted({kaek for subject in subjects for kaek in subject.kaeks})
        self._coded = queries.with_kaek(municipality_id, kaeks) if kaeks else []
        ids = {*self._coded, *(found for ids in self._bearers.values() for found in ids)}
        self._places = queries.places(municipality_id, ids) if ids else {}

    def candidates(self, subject: Subject) -> list[tuple[int, Likeness]]:
        """The assets that fit a subject well enough, the best first."""
        frequency = {stem: len(self._bearers[stem]) for stem in subject.stems}
        frequency = {stem: number for stem, number in frequency.items() if number}
        ids = {found for stem in frequency for found in self._bearers[stem]}
        if subject.kaeks:
            ids.update(self._coded)
        likely = [(asset_id, liken(subject, self._places[asset_id], frequency)) for asset_id in ids]
        best = max((likeness.score for _asset_id, likeness in likely), default=0)
        enough = max(ENOUGH, best - FAR_BEHIND)
        fitting = [pair for pair in likely if pair[1].score >= enough]
        return sorted(fitting, key=lambda pair: (-pair[1].score, pair[0]))[:OFFERED_AT_ONCE]
