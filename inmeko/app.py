"""The table of contents of the whole site: what there is, and what is handed to whom."""

from pathlib import Path

from flask import Flask
from flask.cli import FlaskGroup
from geoalchemy2 import alembic_helpers

from inmeko import config
from inmeko.accounts import views as accounts
from inmeko.accounts.views import sign_in
from inmeko.config import Settings
from inmeko.extensions import csrf, db, engines, limiter, limits, migrate, schema, storage
from inmeko.resources.api import api as resources_api
from inmeko.resources.views import pages as resources_pages
from inmeko.web import errors, filters, headers, language, municipality, navigation, transaction
from inmeko.web.pages import pages as web_pages

BLUEPRINTS = (
    web_pages,
    *accounts.ALL,
    resources_pages,
    resources_api,
)
COMMANDS = ()
MIGRATIONS = Path(__file__).parent.parent / "migrations"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site from its settings; without any, from the environment."""
    settings = settings or config.load()
    app = Flask("inmeko", static_folder="web/static", template_folder="web/templates")
    app.config.from_mapping(config.for_flask(settings))
    _bind_database(app, settings)
    storage.init_app(settings.storage, settings.attachment_megabytes)
    csrf.init_app(app)
    limits.init_app(app, limiter, sign_in.RATES)
    for part in (transaction, municipality, language, filters, headers, errors, navigation):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    sign_in.init_app(app)
    for group in COMMANDS:
        app.cli.add_command(group)
    return app


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
