"""The application object that a WSGI server loads."""

from inmeko.app import create_app

app = create_app()
