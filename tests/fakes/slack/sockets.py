"""Socket Mode: connections that requests go out on, and acknowledgements that come back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import WSCloseCode, WSMsgType, web

from .bell import Bell

if TYPE_CHECKING:
    from .delivery import Delivery


class Sockets:
    """`bell` rings when a connection comes or goes."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self.tickets: set[str] = set()
        self.open: list[web.WebSocketResponse] = []
        self.envelopes: dict[str, Delivery] = {}
        self.turn = 0

    def ticket(self) -> str:
        """Good for one connection."""
        ticket = uuid4().hex
        self.tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self.tickets:
            raise web.HTTPForbidden
        self.tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(timeout=1)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": len(self.open) + 1, "connection_info": {}})
        self.open.append(socket)
        self.bell.ring()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self.acknowledge(json.loads(message.data))
        finally:
            if socket in self.open:
                self.open.remove(socket)
            self.bell.ring()
        return socket

    def acknowledge(self, message: dict[str, Any]) -> None:
        delivery = self.envelopes.pop(str(message.get("envelope_id")), None)
        if delivery is not None:
            delivery.acknowledge(message.get("payload") or {})

    async def send(self, delivery: Delivery, retry: int, reason: str) -> bool:
        """On one of the connections in turn; False when there is none, or that one has just gone."""
        if not self.open:
            return False
        self.turn += 1
        envelope = {
            "envelope_id": str(uuid4()),
            "type": delivery.kind,
            "payload": delivery.body,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        self.envelopes[str(envelope["envelope_id"])] = delivery
        try:
            await self.open[self.turn % len(self.open)].send_json(envelope)
        except ConnectionResetError:
            return False
        return True

    async def refresh(self) -> None:
        """Ask every connection to be replaced, as Slack does every few hours."""
        for socket in [*self.open]:
            self.open.remove(socket)
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def cut(self) -> None:
        for socket in [*self.open]:
            await socket.close(code=WSCloseCode.GOING_AWAY)
