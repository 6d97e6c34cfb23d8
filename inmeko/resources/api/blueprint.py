"""The blueprint of what machines get of one town's inventory."""

from flask import Blueprint

api = Blueprint("resources_api", "inmeko.resources", url_prefix="/<municipality>/api")
