"""What machines get of calls: the open ones of a town, and those of all towns."""

from flask import Blueprint

machines = Blueprint("calls_api", "inmeko.calls")

ALL = (machines,)
