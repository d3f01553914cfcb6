"""What can go wrong before the proxy answers: a code of the protocol and a sentence."""

from __future__ import annotations


class ProxyError(Exception):
    """A failure to start or reach the proxy. ``code`` is one of protocol/errors.ts."""

    def __init__(self, code: str, message: str, status: int = 502, **details: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.details = details

    def reply(self) -> dict[str, object]:
        """The body that the panel reads, an ErrorReply of protocol/errors.ts."""
        return {"code": self.code, "message": self.message, "details": self.details}
