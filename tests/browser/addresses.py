"""Every page of the site, who looks at it, and what stands for the numbers in its address."""

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_security.recoverable import generate_reset_password_token

from inmeko.accounts.models import Grant, Membership, Municipality, User
from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import ANONYMOUS
from inmeko.records.models import Attachment, Job, ProtocolEntry
from inmeko.resources.models import (
    Asset,
    AssetCost,
    AssetFlag,
    AssetImport,
    Citation,
    DecisionLink,
    IdleReport,
    Obligation,
    ReuseScenario,
    RoundStop,
    SavedMapping,
    Study,
)
from inmeko.resources.models import Visit as Visited
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.flagging import FlagState
from inmeko.resources.rules.reports import ReportState
from inmeko.resources.rules.states import ImportState
from inmeko.resources.rules.visits import VisitState
from inmeko.resources.services import importing
from tests import engines
from tests.browser.call_things import call_things
from tests.browser.coop_things import COOP_FILES, coop_things
from tests.browser.event_things import OF_EVENTS, event_things
from tests.browser.live import TOWN, VISITOR, Live
from tests.browser.text_things import text_things
from tests.checks.renew_urls import create_app

PLANNER, ADMIN, PLATFORM, GROUP = "planner", "admin", "platform", "group"
EVALUATOR = "evaluator"
CONSULTANT = "consultant"

# Who sees the pages that not everybody sees: by endpoint or blueprint, else the planner.
SEEN_BY = {
    "coops.desk": CONSULTANT,
    "formation": CONSULTANT,
    "formations.given_tasks": CONSULTANT,
    "people": ADMIN,
    "days": ADMIN,
    "settings": ADMIN,
    "audit": ADMIN,
    "outbox": ADMIN,
    "outbox.platform": PLATFORM,
    "municipalities": PLATFORM,
    "resources.own_concessions": GROUP,
    "all_calls.own": GROUP,
    **dict.fromkeys(("calls.desk", "calls.declare", "calls.sheet", "calls.step_back"), EVALUATOR),
    **dict.fromkeys(("coop_law.judge", "law.judge"), PLATFORM),
    "security.login": VISITOR,
    "security.us_signin": VISITOR,
    "security.forgot_password": VISITOR,
    "security.reset_password": VISITOR,
    "security.wan_signin": VISITOR,
}

FILE = "hands out a file or data, not a page"
BETWEEN = "is shown only between a password and its second factor"
ASKED = "is shown only in answer to another page's question"
NOT_VISITED = {
    "static": FILE,
    "coops.desk_calendar": FILE,
    **dict.fromkeys(COOP_FILES, FILE),
    "coops_api.of_town": FILE,
    "formations.report_paper": FILE,
    "formations.report_workbook": FILE,
    "web.health": FILE,
    "resources_api.boundary": FILE,
    "resources_api.collection": FILE,
    "resources_api.one": FILE,
    "resources_api.round_stops": FILE,
    "resources_api.report_place": FILE,
    "resources_api.study_area": FILE,
    "resources_api.study_areas": FILE,
    "resources.round_file": FILE,
    "resources_api.import_places": FILE,
    "resources_api.flag_places": FILE,
    "resources.import_report": FILE,
    "resources.visit_worker": FILE,
    "calls.rss": FILE,
    "coops.activities_json": FILE,
    "calls.deadlines": FILE,
    "calls.one_deadline": FILE,
    "all_calls.everywhere_rss": FILE,
    "all_calls.everywhere_deadlines": FILE,
    "calls_api.of_town": FILE,
    "calls_api.of_all": FILE,
    "calls_api.assets": FILE,
    "resources_api.along": FILE,
    "resources_api.standing": FILE,
    "resources_api.visit_places": FILE,
    "resources.export": FILE,
    "catalog.whole": FILE,
    "country_api.boundaries": FILE,
    "country_api.collection": FILE,
    "resources_api.own_map": FILE,
    "ogc.grid": FILE,
    "ogc.grids": FILE,
    "ogc.tile": FILE,
    "ogc.tileset": FILE,
    "ogc.tilesets": FILE,
    "resources.concessions_export": FILE,
    "resources.concession_dates": FILE,
    "resources.town_dates": FILE,
    "resources.scenario_table": FILE,
    "protocol.export": FILE,
    "accounts.own_data": FILE,
    "files.download": FILE,
    "settings.mark": FILE,
    "calls.sheet_paper": FILE,
    "call_file.file": FILE,
    "call_file.receipt_paper": FILE,
    "call_file.changes": "is a part of the pages of a file",
    "calls.files_workbook": FILE,
    "calls.list_diavgeia": FILE,
    "calls.list_file": FILE,
    "calls.list_package": FILE,
    "calls.minutes_draft": FILE,
    "events.one": FILE,
    "events.live_json": FILE,
    "events_api.door_list": FILE,
    "events.door_worker": FILE,
    "tickets.take_part": "goes on to the page of the room",
    "events_api.feed": FILE,
    "events_api.of_town": FILE,
    "events_api.one_place": FILE,
    "events_api.places": FILE,
    "events_api.rss": FILE,
    "events.minutes_draft": FILE,
    "tickets.calendar": FILE,
    "texts.report_file": FILE,
    "texts.report_progress": "leads to the report unless its papers are being written",
    "texts_api.places": FILE,
    "texts_api.comments": FILE,
    **dict.fromkeys(("heard.workbook", "heard_api.of_town", "committee.numbers"), FILE),
    "security.two_factor_token_validation": BETWEEN,
    "security.two_factor_rescue": BETWEEN,
    "security.tf_select": BETWEEN,
    "security.mf_recovery": BETWEEN,
    "security.us_verify_link": "signs in and goes on; a link of a mail",
    "security.wan_delete": ASKED,
    "security.wan_verify": ASKED,
    "security.us_verify": ASKED,
    "security.verify": ASKED,
}

# Names that mean something else on one page than on the others.
INSTEAD: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **dict.fromkeys(
        (
            "calls.begin_evaluation",
            "calls.committee",
            "calls.evaluation",
            "calls.funnel",
            "calls.list_assignments",
        ),
        lambda values: {"call_id": values["judged_call_id"]},
    ),
    **dict.fromkeys(
        ("calls.decide", "calls.decide_board", "calls.freeze_minutes", "calls.minutes")
        + ("calls.objections",),
        lambda values: {"call_id": values["listed_call_id"]},
    ),
    **OF_EVENTS,
    "calls.results": lambda values: {"call_id": values["final_call_id"]},
    **dict.fromkeys(
        ("call_file.result", "call_file.objection"),
        lambda values: {"key": values["listed_key"]},
    ),
    "calls.remove_document": lambda values: {"call_id": values["documented_call_id"]},
    "calls.declare": lambda values: {"assignment_id": values["closed_assignment_id"]},
    "calls.submissions": lambda values: {"call_id": values["judged_call_id"]},
    **dict.fromkeys(
        ("texts.edit", "texts.edit_map", "texts.publish"),
        lambda values: {"text_id": values["draft_text_id"]},
    ),
    "texts.remove_document": lambda values: {"text_id": values["documented_text_id"]},
    "texts.issue": lambda values: {"text_id": values["answered_text_id"]},
    "texts.letters": lambda values: {"text_id": values["answered_text_id"]},
    "committee.edit_draw": lambda values: {"draw_id": values["prepared_draw_id"]},
    "texts.versions": lambda values: {"text_id": values["answered_text_id"]},
    **dict.fromkeys(
        ("texts.decide", "comments.object_to"),
        lambda values: {
            "comment_id": values["hidden_comment_id"],
            "comment_key": values["hidden_comment_key"],
        },
    ),
    "calls.ask": lambda values: {"submission_id": values["sent_id"]},
    **dict.fromkeys(
        (
            "call_file.check",
            "call_file.completion",
            "call_file.documents",
            "call_file.receipt",
            "call_file.remove_file",
            "call_file.withdraw",
        ),
        lambda values: {"key": values["sent_key"], "submission_id": values["sent_id"]},
    ),
    "resources.import_progress": lambda values: {"import_id": values["running_import_id"]},
    "resources.undo_import": lambda values: {"import_id": values["done_import_id"]},
    "resources.remove_cost": lambda values: {"asset_id": values["cost_asset_id"]},
    **dict.fromkeys(
        ("calls.edit", "calls.publish", "calls.edit_dates", "calls.attempt"),
        lambda values: {"call_id": values["draft_call_id"]},
    ),
    **{
        f"{blueprint}.{page}": lambda values: {
            "formation_id": values["registered_formation_id"],
            "founder_key": values["registered_founder_key"],
        }
        for blueprint in ("formation", "coop_group")
        for page in (
            *("running", "assemblies", "assembly", "sign_assembly"),
            *("yearly_check", "profit", "impact"),
        )
    },
    "municipalities.platform_revoke": lambda values: {"grant_id": values["platform_grant_id"]},
}


@dataclass(frozen=True)
class Visit:
    """A page, and who looks at it."""

    endpoint: str
    reader: str

    def __str__(self) -> str:
        return f"{self.endpoint} as {self.reader}"


@cache
def site() -> Flask:
    """The site, for its addresses only."""
    return create_app(engines.settings(Path(tempfile.mkdtemp(prefix="inmeko-addresses-"))))


def pages() -> list[str]:
    """The endpoints of every page that can be visited."""
    rules = (rule for rule in site().url_map.iter_rules() if "GET" in (rule.methods or ()))
    return sorted({rule.endpoint for rule in rules} - set(NOT_VISITED))


def visits() -> list[Visit]:
    """Every page with its readers; what is public is seen by strangers and by staff."""
    found = []
    for endpoint in pages():
        blueprint = endpoint.split(".")[0]
        access = getattr(site().view_functions[endpoint], "access", None)
        if access == "public":
            found += [Visit(endpoint, VISITOR), Visit(endpoint, PLANNER)]
        else:
            reader = SEEN_BY.get(endpoint) or SEEN_BY.get(blueprint) or PLANNER
            found.append(Visit(endpoint, reader))
    return found


def address(endpoint: str, values: dict[str, Any]) -> str:
    """The address of a page, with the demo's things in it."""
    values = {**values, **INSTEAD.get(endpoint, lambda _: {})(values)}
    rule = next(rule for rule in site().url_map.iter_rules() if rule.endpoint == endpoint)
    missing = [name for name in rule.arguments if values.get(name) is None]
    if missing:
        raise LookupError(f"{rule.rule}: the demo has nothing for {', '.join(missing)}")
    with site().test_request_context():
        return site().url_for(endpoint, **{name: values[name] for name in rule.arguments})


def demo_values(live: Live) -> dict[str, Any]:
    """One of each thing of the demo, by the name that it has in addresses."""
    app = live.app()
    with app.app_context():
        with transaction():
            imports = _imports()
        found = {"municipality": TOWN, **_things(), **imports, "token": _token()}
        db.session.remove()
        db.engine.dispose()
    return found


def _imports() -> dict[str, Any]:
    """An import that is done, of a row that changes nothing, and one that is under way."""
    town = db.session.scalars(sa.select(Municipality).where(Municipality.slug == TOWN)).one()
    kept = sa.select(Asset).where(Asset.municipality_id == town.id).order_by(Asset.id).limit(1)
    asset = db.session.scalars(kept).one()
    content = f"code;title;kind\n{asset.code};{asset.title};{asset.kind.value}\n".encode()
    done, running = (
        importing.stage(ANONYMOUS, town, io.BytesIO(content), "μητρώο.csv") for _ in range(2)
    )
    importing.run(ANONYMOUS, done)
    running.state = ImportState.RUNNING
    return {"done_import_id": done.id, "running_import_id": running.id}


def _things() -> dict[str, Any]:
    first = db.session.scalar
    town = first(sa.select(Municipality.id).where(Municipality.slug == TOWN))
    placed = sa.select(Asset.id).where(Asset.municipality_id == town, Asset.geometry.is_not(None))
    with_files = placed.where(Asset.id.in_(sa.select(Attachment.key)))
    member = first(sa.select(Membership).order_by(Membership.id))
    waiting = Visited.state == VisitState.WAITING
    planner = sa.select(Grant.id).where(Grant.municipality_id == town, Grant.role == Role.PLANNER)
    return {
        "town_id": town,
        "collection_id": TOWN,
        "feature_id": first(placed.where(Asset.state == AssetState.CURRENT).order_by(Asset.id)),
        "rule": "SYN_NATURAL_ONLY",
        "ruling": "confirmed",
        "asset_id": first(with_files.order_by(Asset.id)) or first(placed.order_by(Asset.id)),
        "organisation_id": member.organisation_id if member else None,
        "member_id": member.id if member else None,
        "grant_id": first(planner),
        "platform_grant_id": first(sa.select(Grant.id).where(Grant.municipality_id.is_(None))),
        "entry_id": first(_live_entries().where(ProtocolEntry.municipality_id == town)),
        "import_id": first(sa.select(AssetImport.id).order_by(AssetImport.id)),
        "flag_id": first(_pairs().where(AssetFlag.municipality_id == town)),
        "mapping_id": first(sa.select(SavedMapping.id).order_by(SavedMapping.id)),
        "job_id": first(sa.select(Job.id).order_by(Job.id)),
        **_given(),
        **_fieldwork(),
        **call_things(),
        **coop_things(),
        **event_things(),
        **text_things(),
        "visit_id": first(sa.select(Visited.id).where(waiting).order_by(Visited.id)),
    }


def _given() -> dict[str, Any]:
    """One of each thing of the concessions; those that an address names together belong so."""
    owed = db.session.scalar(sa.select(Obligation).where(Obligation.done_on.is_(None)).limit(1))
    cost = db.session.scalar(sa.select(AssetCost).order_by(AssetCost.id).limit(1))
    link = db.session.scalar(sa.select(DecisionLink).order_by(DecisionLink.id).limit(1))
    return {
        "concession_id": owed.concession_id if owed else None,
        "obligation_id": owed.id if owed else None,
        "cost_id": cost.id if cost else None,
        "cost_asset_id": cost.asset_id if cost else None,
        "decision_id": link.decision_id if link else None,
        "link_id": link.id if link else None,
        "scenario_id": db.session.scalar(sa.select(ReuseScenario.id).limit(1)),
    }


def _fieldwork() -> dict[str, Any]:
    """One of each thing of field work; the stop is one that remains in the round of the address."""
    left = sa.select(RoundStop).where(RoundStop.visited_at.is_(None), RoundStop.skipped == "")
    stop = db.session.scalar(left.order_by(RoundStop.id).limit(1))
    waits = IdleReport.state == ReportState.WAITING
    told = db.session.scalar(sa.select(IdleReport).where(waits).order_by(IdleReport.id).limit(1))
    return {
        "study_id": db.session.scalar(sa.select(Study.id).order_by(Study.id).limit(1)),
        "citation_id": db.session.scalar(sa.select(Citation.id).order_by(Citation.id).limit(1)),
        "round_id": stop.round_id if stop else None,
        "stop_id": stop.id if stop else None,
        "report_id": told.id if told else None,
        "secret": told.secret if told else None,
    }


def _live_entries() -> sa.Select[Any]:
    return sa.select(ProtocolEntry.id).where(ProtocolEntry.cancelled_at.is_(None))


def _pairs() -> sa.Select[Any]:
    """Flags of two assets that are likely one: they have every page that a flag can have."""
    return sa.select(AssetFlag.id).where(
        AssetFlag.other_id.is_not(None), AssetFlag.state == FlagState.OPEN
    )


def _token() -> str:
    user = db.session.scalar(sa.select(User).where(User.password.is_not(None)))
    return str(generate_reset_password_token(user))
