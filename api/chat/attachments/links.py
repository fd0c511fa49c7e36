"""Addresses of files: signed and short-lived, so that a picture shows without a header or a cookie."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.house import House

HOUR = 3600
HOURS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class FileLinks:
    """Makes and checks addresses with the house's secret key, as of `now`."""

    secret_key: str
    now: datetime

    def path(self, attachment_id: str) -> str:
        """Return an address that holds for 12 to 13 hours; within an hour it is the same, for caches."""
        until = (int(self.now.timestamp()) // HOUR + HOURS + 1) * HOUR
        return f"/files/{attachment_id}?until={until}&signature={self._signature(attachment_id, until)}"

    def holds(self, attachment_id: str, until: int, signature: str) -> bool:
        """Whether an address was made here and still holds."""
        expected = self._signature(attachment_id, until)
        return hmac.compare_digest(expected.encode(), signature.encode()) and self.now.timestamp() < until

    def shown(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return a message's content with the address of each file it carries."""
        if "attachments" not in content:
            return content
        files = [file | {"url": self.path(file["id"])} for file in content["attachments"]]
        return content | {"attachments": files}

    def _signature(self, attachment_id: str, until: int) -> str:
        words = f"file {attachment_id} {until}".encode()
        return hmac.new(self.secret_key.encode(), words, hashlib.sha256).hexdigest()[:32]


def links_of(house: House) -> FileLinks:
    """Return what makes and checks the addresses of files, as of now."""
    return FileLinks(secret_key=house.secret_key, now=house.clock())
