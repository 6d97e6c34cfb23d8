"""The blueprints that the pages of cooperatives hang on."""

from flask import Blueprint

pages = Blueprint("coops", "inmeko.coops", url_prefix="/coops", template_folder="templates")
