"""The table of contents of the whole site: what there is, and what is handed to whom."""

from pathlib import Path

from flask import Flask
from flask.cli import FlaskGroup
from geoalchemy2 import alembic_helpers
from werkzeug.middleware.proxy_fix import ProxyFix

from inmeko import config
from inmeko.accounts import commands as accounts_commands
from inmeko.accounts import views as accounts
from inmeko.accounts.services import signals
from inmeko.accounts.views import sign_in
from inmeko.calls import api as calls_api
from inmeko.calls import commands as calls_commands
from inmeko.calls import views as calls_views
from inmeko.config import Settings
from inmeko.consultations import commands as consultations_commands
from inmeko.consultations import views as consultations_views
from inmeko.coops import api as coops_api
from inmeko.coops import commands as coops_commands
from inmeko.coops import views as coops_views
from inmeko.extensions import (
    csrf,
    db,
    engines,
    limiter,
    limits,
    mailer,
    migrate,
    progress,
    schema,
    sealer,
    storage,
)
from inmeko.plan import commands as plan_commands
from inmeko.plan import views as plan
from inmeko.records import commands as records_commands
from inmeko.records import policy as records_policy
from inmeko.records import services as records
from inmeko.records import views as records_views
from inmeko.resources import api as resources_api
from inmeko.resources import commands as resources_commands
from inmeko.resources import policy as resources_policy
from inmeko.resources import views as resources_views
from inmeko.web import (
    converters,
    errors,
    filters,
    headers,
    lane,
    language,
    municipality,
    navigation,
    statics,
    transaction,
)
from inmeko.web.pages import pages as web_pages

BLUEPRINTS = (
    web_pages,
    *accounts.ALL,
    *records_views.ALL,
    resources_views.pages,
    resources_views.country.country,
    *resources_api.ALL,
    *calls_views.ALL,
    *calls_api.ALL,
    *coops_views.ALL,
    coops_api.api,
    *consultations_views.ALL,
    plan.pages,
)
COMMANDS = (
    *accounts_commands.GROUPS,
    *records_commands.GROUPS,
    resources_commands.resources,
    *calls_commands.GROUPS,
    *consultations_commands.GROUPS,
    plan_commands.demo,
)
MENU = (
    *plan.MENU,
    *resources_views.MENU,
    *calls_views.MENU,
    *coops_views.MENU,
    *consultations_views.MENU,
    *accounts.MENU,
    *records_views.MENU,
)
FILE_POLICIES = {
    **records_policy.FILE_POLICIES,
    **resources_policy.FILE_POLICIES,
    **resources_views.FILE_POLICIES,
    **calls_views.FILE_POLICIES,
    **consultations_views.FILE_POLICIES,
}
JOBS = {
    "mail": records.deliver,
    **resources_views.JOBS,
    **calls_views.JOBS,
    **coops_views.JOBS,
    **consultations_views.JOBS,
}
GIVEN_UP = {**resources_views.GIVEN_UP, **consultations_views.GIVEN_UP}
TELLERS = {**resources_views.TELLERS, **calls_views.TELLERS}
RATES = {
    **sign_in.RATES,
    **resources_views.RATES,
    **calls_views.RATES,
    **coops_views.RATES,
    **consultations_views.RATES,
}
CHORES = resources_views.CHORES
# What a domain may say of a thing of its neighbour: its title and its page, for whoever reads it.
TITLES = {
    "call": calls_views.titled,
    "formation": coops_views.titled,
    "expression": calls_views.titled_file,
}
# What came from a thing of a neighbour, by its kind: each with its stage, the newest first.
FOLLOWING = {"expression": coops_views.begun_from_expression}
HANDED = {
    "inmeko-menu": MENU,
    "inmeko-file-policies": FILE_POLICIES,
    "inmeko-jobs": JOBS,
    "inmeko-given-up": GIVEN_UP,
    "inmeko-chores": CHORES,
    "inmeko-tellers": TELLERS,
    "inmeko-titles": TITLES,
    "inmeko-following": FOLLOWING,
}
WEB = (
    statics,
    converters,
    transaction,
    municipality,
    language,
    filters,
    headers,
    errors,
    navigation,
)
MIGRATIONS = Path(__file__).parent.parent / "migrations"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site from its settings; without any, from the environment."""
    settings = settings or config.load()
    app = Flask("inmeko", static_folder=None, template_folder="web/templates")
    app.static_folder = "web/static"
    app.config.from_mapping(config.for_flask(settings))
    _bind_database(app, settings)
    storage.init_app(settings.storage, settings.attachment_megabytes)
    progress.init_app(settings.data_dir.resolve())
    sealer.init_app(settings.sealing_keys)
    mailer.init_app(settings.smtp_url, settings.mail_from, development=settings.development)
    csrf.init_app(app)
    limits.init_app(app, limiter, RATES)
    app.extensions |= HANDED
    for part in WEB:
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for keyed in calls_views.KEYED:
        csrf.exempt(keyed)
    sign_in.init_app(app)
    signals.deed_done.connect(records.note)
    signals.letter_written.connect(records.post_mail)
    signals.address_forgotten.connect(records.forget_letters)
    for group in COMMANDS:
        app.cli.add_command(group)
    lane.init_app(app, resources_api.WAYS)
    _trust_proxies(app, settings.proxies)
    return app


def _trust_proxies(app: Flask, hops: int) -> None:
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def _bind_database(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engines.options(settings.database)
    db.init_app(app)
    with app.app_context():
        engines.prepare(db.engine)
    migrate.init_app(
        app,
        db,
        directory=str(MIGRATIONS),
        include_object=schema.is_ours,
        render_item=schema.render,
        process_revision_directives=alembic_helpers.writer,
    )


cli = FlaskGroup(name="inmeko", create_app=create_app)
# The checker needs neither settings nor a database, and is there without the site.
cli.add_command(coops_commands.coops)
