"""The report to those who look after the texts: by mail, and to another program by a signed post."""

import hashlib
import hmac
import http.client
import json
import smtplib
import socket
import ssl
import time
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import urlsplit

from maltolk.syncing.letter import Letter
from maltolk.syncing.outcome import SyncOutcome
from maltolk.syncing.sources_file import Mail, Webhook

SECONDS = 30.0
SIGNATURE = "X-Maltolk-Signature"
TIME = "X-Maltolk-Time"


class NotDelivered(Exception):
    """The other side could not be reached, or did not take it; its text says why in one line."""


def send_mail(mail: Mail, letter: Letter) -> None:
    """Hand the letter over to the mail server. Raises NotDelivered."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, ", ".join(mail.to), letter.subject
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain=_domain(mail.sender))
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday reply comes back (RFC 3834)
    message.set_content(letter.body)
    try:
        # Named, or our own name would be looked up.
        with smtplib.SMTP(mail.host, mail.port, local_hostname=socket.gethostname(), timeout=SECONDS) as server:
            if mail.starttls:
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, mail.password)
            refused = server.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotDelivered(f"the mail to {mail.host} was not sent ({' '.join(str(error).split())[:200]})") from error
    if refused:
        raise NotDelivered(f"{mail.host} did not take the mail for {', '.join(sorted(refused))}")


def _domain(sender: str) -> str | None:
    return parseaddr(sender)[1].rpartition("@")[2] or None


def post(webhook: Webhook, outcome: SyncOutcome) -> None:
    """Post the report as JSON. Raises NotDelivered; a redirect counts as a refusal.

    The signature is that of ``signature_of`` over the time header and the body: the receiver compares it, and refuses
    a time that is minutes old.
    """
    body = json.dumps(outcome.as_json(), ensure_ascii=False).encode()
    now = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        TIME: now,
        SIGNATURE: signature_of(webhook.secret, now, body),
    }
    url = urlsplit(webhook.url)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=SECONDS)
    try:
        connection.request("POST", (url.path or "/") + (f"?{url.query}" if url.query else ""), body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotDelivered(
            f"the report to {url.hostname} was not sent ({' '.join(str(error).split())[:200]})"
        ) from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotDelivered(f"{url.hostname} answered the report with {status}")


def signature_of(secret: str, sent: str, body: bytes) -> str:
    """ "sha256=" and the HMAC, in hexadecimal, of the time, a full stop, and the body."""
    return "sha256=" + hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
