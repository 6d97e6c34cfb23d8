"""How mail leaves the house: over SMTP in production; in development it does not leave."""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from inmeko.kernel import clock

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class Enclosed:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


class Mailer:
    """The door to a mail server named by a URL: smtp://user:password@host:587 or smtps://…"""

    def __init__(self) -> None:
        """Start without a server; `init_app` names it."""
        self._server: SplitResult | None = None
        self._sender = Address()

    def init_app(self, smtp_url: str, sender: str, *, development: bool) -> None:
        """Send through a server as a sender; in development nothing is sent at all."""
        name, address = parseaddr(sender)
        self._sender = Address(name, addr_spec=address)
        self._server = None if development else _server(smtp_url)

    def send(
        self, *, to: str, subject: str, body: str, reference: str, files: Sequence[Enclosed] = ()
    ) -> None:
        """Hand a plain-text mail to the server; raises OSError or SMTPException if it fails."""
        if self._server is None:
            logger.info("mail %s kept: nothing leaves in development", reference)
            return
        message = self.message(to=to, subject=subject, body=body, reference=reference)
        for file in files:
            main, sub = file.media_type.split("/")
            message.add_attachment(file.content, main, sub, filename=file.name)
        with self._connected(self._server) as server:
            server.send_message(message)
        logger.info("mail %s sent", reference)

    def message(self, *, to: str, subject: str, body: str, reference: str) -> EmailMessage:
        """A mail with its headers; the same reference always has the same Message-ID."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = Address(addr_spec=to)
        message["Subject"] = subject
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{reference}@{self._sender.domain or 'localhost'}>"
        # Keeps out-of-office replies from answering a machine.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        return message

    def _connected(self, place: SplitResult) -> smtplib.SMTP:
        host, port = place.hostname or "localhost", place.port or PORTS[place.scheme]
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if place.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        try:
            _introduce(server, place, context)
        except BaseException:
            server.close()
            raise
        return server


def _introduce(server: smtplib.SMTP, place: SplitResult, context: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    if place.scheme == "smtp" and server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    elif place.scheme == "smtp" and place.username:
        raise smtplib.SMTPNotSupportedError("the mail server takes no password without TLS")
    if place.username:
        server.login(unquote(place.username), unquote(place.password or ""))


def _server(url: str) -> SplitResult | None:
    if not url:
        return None
    parsed = urlsplit(url)
    if parsed.scheme not in PORTS or not parsed.hostname:
        raise ValueError("INMEKO_SMTP_URL must look like smtp://host:25 or smtps://host:465")
    return parsed
