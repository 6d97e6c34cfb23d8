"""Chores of calls: `inmeko calls …`."""

from flask.cli import AppGroup

calls = AppGroup("calls", help="Open calls for expressions of interest.")

GROUPS = (calls,)
