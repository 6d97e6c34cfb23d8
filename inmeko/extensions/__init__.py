"""The Flask extensions, made once and bound to an application in its factory."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from inmeko.extensions.base import Base
from inmeko.extensions.mailer import Mailer
from inmeko.extensions.progress import Progress
from inmeko.extensions.sealed import Sealer
from inmeko.extensions.storage import Storage

db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
storage = Storage()
mailer = Mailer()
progress = Progress()
sealer = Sealer()

__all__ = [
    "Base",
    "babel",
    "csrf",
    "db",
    "limiter",
    "mailer",
    "migrate",
    "progress",
    "sealer",
    "storage",
]
