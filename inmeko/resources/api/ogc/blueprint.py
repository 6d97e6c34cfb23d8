"""The blueprint of the OGC API: one address for all municipalities."""

from flask import Blueprint

ogc = Blueprint("ogc", "inmeko.resources", url_prefix="/ogc")
"""Every collection hangs below this address; a municipality is named by its collection."""
