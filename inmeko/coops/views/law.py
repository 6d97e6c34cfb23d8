"""The rules of the law: as they stand for a town or the platform, and what lawyers find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.coops import policy, queries
from inmeko.coops.forms.law import LAYER_LABELS, ConfirmForm, CorrectForm, Layer, RuleFilter
from inmeko.coops.models import RuleVersion
from inmeko.coops.queries.rule_versions import rule_versions
from inmeko.coops.rules.chooser import FORM_LABELS
from inmeko.coops.rules.law_words import EVIDENCE_LABELS, GROUP_LABELS, VERDICT_LABELS
from inmeko.coops.rules.rulebook import Rule, Rulebook, read_rule
from inmeko.coops.rules.rulings import measurable
from inmeko.coops.rules.versions import RULING_LABELS, Ruling
from inmeko.coops.services.ruling import rule_on
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, public, requires
from inmeko.web.language import chosen

town_law = Blueprint(
    "coop_law",
    "inmeko.coops",
    url_prefix="/<municipality>/coops/rules",
    template_folder="templates",
)
law = Blueprint("law", "inmeko.coops", url_prefix="/coops/rules", template_folder="templates")


@dataclass(frozen=True)
class Matter:
    """A rule as it stands in a town (or on the platform), with all its versions there."""

    town: Municipality | None
    book: Rulebook
    rule: Rule

    @property
    def place(self) -> int | None:
        """The number of the town, None for the platform."""
        return self.town.id if self.town else None

    @property
    def in_force(self) -> bool:
        """Whether a version of the rule holds today."""
        return self.rule.holds(_today())


@town_law.context_processor
@law.context_processor
def words() -> dict[str, Any]:
    """What the templates of the rules need."""
    return {
        "policy": policy,
        "speaks": chosen(),
        "FORM_LABELS": FORM_LABELS,
        "EVIDENCE_LABELS": EVIDENCE_LABELS,
        "VERDICT_LABELS": VERDICT_LABELS,
        "GROUP_LABELS": GROUP_LABELS,
        "LAYER_LABELS": LAYER_LABELS,
    }


def of_town(*, municipality: str, rule: str) -> Matter:
    """The rule of an address below a town; raises NotFoundError."""
    return _matter(accounts.municipality(municipality=municipality), rule)


def of_platform(*, rule: str) -> Matter:
    """The rule of an address of the platform; raises NotFoundError."""
    return _matter(None, rule)


@town_law.get("")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The rules as they stand in a town today."""
    return _index(town)


@law.get("", endpoint="index")
@public()
def platform_index() -> ResponseReturnValue:
    """The rules as they stand on the platform today."""
    return _index(None)


@town_law.get("/<rule>")
@public(of=of_town)
def show(matter: Matter) -> ResponseReturnValue:
    """A rule in a town: what it says, how sure it is, what was found about it."""
    return _show(matter)


@law.get("/<rule>", endpoint="show")
@public(of=of_platform)
def platform_show(matter: Matter) -> ResponseReturnValue:
    """A rule on the platform."""
    return _show(matter)


RULINGS = "<any(confirmed, corrected, superseded):ruling>"


@town_law.route(f"/<rule>/{RULINGS}", methods=["GET", "POST"])
@requires(policy.may_rule_on, of=lambda ruling, **url: of_town(**url))
def judge(matter: Matter) -> ResponseReturnValue:
    """Confirm, correct or supersede a rule for a town."""
    return _judge(matter)


@law.route(f"/<rule>/{RULINGS}", methods=["GET", "POST"], endpoint="judge")
@requires(policy.may_rule_on, of=lambda ruling, **url: of_platform(**url))
def platform_judge(matter: Matter) -> ResponseReturnValue:
    """Confirm, correct or supersede a rule for the platform."""
    return _judge(matter)


def _matter(town: Municipality | None, rule_id: str) -> Matter:
    book = queries.rulebook(municipality_id=town.id if town else None)
    versions = [one for one in book.rules if one.id == rule_id]
    if not versions:
        raise NotFoundError(N_("There is no such rule."))
    today = _today()
    held = [one for one in versions if one.holds(today)]
    return Matter(town, book, (held or versions)[-1])


def _index(town: Municipality | None) -> str:
    place = town.id if town else None
    today = _today()
    rules = queries.rulebook(on=today, municipality_id=place).rules
    layers = _layers(rule_versions(municipality_id=place), today)
    form = RuleFilter(formdata=request.args)
    # What is no choice is shown with its error and asks for nothing.
    wanted = {
        name: form[name].data if request.args.get(name) and form[name].validate(form) else ""
        for name in _ASKED
    }
    shown = [
        one
        for one in rules
        if (not wanted["form"] or one.binds(wanted["form"]))
        and wanted["evidence"] in ("", one.evidence)
        and wanted["layer"] in ("", layers.get(one.id, Layer.SHIPPED))
    ]
    return render_template(
        "coops/law/index.html",
        form=form,
        rules=shown,
        number=len(rules),
        layers=layers,
        chips=_chips(form, wanted),
        town=town,
    )


_ASKED = ("form", "evidence", "layer")


def _chips(form: RuleFilter, wanted: dict[str, str]) -> list[dict[str, str]]:
    kept: dict[str, Any] = {name: value for name, value in wanted.items() if value}
    found = []
    for name, value in kept.items():
        label = next(str(one.label) for one in form[name].choices if one.value == value)
        rest = {key: text for key, text in kept.items() if key != name}
        found.append({"label": label, "url": url_for(".index", **rest)})
    return found


def _layers(versions: Sequence[RuleVersion], today: date) -> dict[str, Layer]:
    """Whose version holds today, where it is not the shipped one."""
    found: dict[str, Layer] = {}
    for one in versions:
        if one.valid_from <= today and (one.valid_to is None or today <= one.valid_to):
            own = one.municipality_id is not None
            if own or found.get(one.rule_id) is not Layer.TOWN:
                found[one.rule_id] = Layer.TOWN if own else Layer.PLATFORM
    return found


def _show(matter: Matter) -> str:
    versions = rule_versions(matter.rule.id, municipality_id=matter.place)
    named = policy.may_rule_on(current_actor(), matter)
    office = matter.book.offices[matter.rule.confirm_with]
    return render_template(
        "coops/law/show.html",
        matter=matter,
        rule=matter.rule,
        office=getattr(office, chosen()),
        measure=_measure(matter.rule),
        history=[_told(one, named) for one in reversed(versions)],
        rules=named,
        town=matter.town,
    )


def _told(version: RuleVersion, named: bool) -> dict[str, Any]:
    """A finding as an entry of the history; who signed it is shown to those who may sign."""
    rule = read_rule(version.content)
    place = version.municipality.name if version.municipality else gettext("The platform")
    person = version.made_by.name if named and version.made_by else ""
    return {
        "title": gettext(RULING_LABELS[version.ruling]),
        "when": version.made_at,
        "who": f"{place}, {person}" if person else place,
        "from": version.valid_from,
        "to": version.valid_to,
        "reason": version.reason,
        "source": rule.source[0] if rule.source else "",
        "rule": rule,
        "measure": _measure(rule),
    }


def _judge(matter: Matter) -> ResponseReturnValue:
    ruling = Ruling((request.view_args or {})["ruling"])
    seen = queries.newest_version(municipality_id=matter.place)
    kind = ConfirmForm if ruling is Ruling.CONFIRMED else CorrectForm
    form = kind(data=kind.shown(matter.rule, seen, _today()))
    if form.validate_on_submit():
        try:
            rule_on(
                current_actor(),
                matter.rule,
                form.finding(matter.rule, ruling),
                municipality_id=matter.place,
                seen=_number(form.seen.data),
            )
            flash(gettext("Kept. The next evaluation uses it from its day on."), "success")
            return redirect(url_for(".show", rule=matter.rule.id), 303)
        except ConflictError as error:
            form.blame(error)
            form.seen.data = str(seen)
            return _form(matter, ruling, form), 409
        except DomainError as error:
            form.blame(error)
    return _form(matter, ruling, form), (422 if form.errors else 200)


def _form(matter: Matter, ruling: Ruling, form: Any) -> str:
    return render_template(
        "coops/law/judge.html",
        matter=matter,
        rule=matter.rule,
        ruling=ruling,
        form=form,
        measurable=measurable(matter.rule),
        town=matter.town,
    )


def _measure(rule: Rule) -> str:
    """The measure, where it is a number; what of, the rule itself says in both languages."""
    if not measurable(rule):
        return ""
    return f"{rule.value} %" if rule.unit.startswith("%") else str(rule.value)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _today() -> date:
    return athens_date(clock.now())
