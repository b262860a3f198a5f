"""What most bots do: a bare library handler with an asynchronous session, nothing stored, nothing durable."""

import asyncio
import hashlib
import hmac
import time
from typing import Any
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from benchmarks.district import NOW
from benchmarks.measure import Command
from benchmarks.people import person
from storage.models import Account, Activity, Branch, Member, Visibility

SECRET = "not-a-secret"
OK = 200


def engine_for(url: str) -> AsyncEngine:
    """The usual way: aiosqlite or psycopg's asynchronous side."""
    return create_async_engine(url.replace("sqlite+pysqlite", "sqlite+aiosqlite"), pool_size=5, max_overflow=45)


async def next_text(session: AsyncSession, platform: str, user: str) -> str:
    """The same question: who asks, and the next of their branch and of the district."""
    asks = select(Member, Branch).join(Account).join(Branch, col(Branch.id) == Member.branch_id)
    member, branch = (await session.exec(asks.where(Account.platform == platform, Account.user == user))).one()
    lines = []
    for scope in (Activity.branch_id == branch.id, col(Activity.branch_id).is_(None)):
        query = select(Activity).where(
            Activity.ends_at > NOW,
            col(Activity.cancelled_at).is_(None),
            scope,
            or_(col(Activity.visibility) != Visibility.BRANCH, col(Activity.branch_id) == member.branch_id),
        )
        found = (await session.exec(query.order_by(col(Activity.starts_at)).limit(2))).all()
        lines += [f"<b>{a.title}</b>\n{a.starts_at:%Y-%m-%d %H.%M}\n{a.place}" for a in found[:1]]
    return "\n".join(lines)


async def bare_telegram(url: str) -> tuple[Command, AsyncEngine]:
    engine = engine_for(url)
    sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    async def show(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_user
        assert update.message
        async with sessions() as session:
            text = await next_text(session, "telegram", str(update.effective_user.id))
        await update.message.reply_text(text, parse_mode="HTML")

    app = Application.builder().token("42:" + "a" * 35).build()
    app.add_handler(MessageHandler(filters.Regex(r"^/nasta-aktivitet"), show))
    await app.initialize()

    async def command(number: int, who: int) -> None:
        await app.process_update(Update.de_json(telegram_update(number, who), app.bot))

    return command, engine


def telegram_update(number: int, who: int) -> dict[str, Any]:
    user = int(person(who))
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(NOW.timestamp()),
            "chat": {"id": user, "type": "private", "first_name": "A"},
            "from": {"id": user, "is_bot": False, "first_name": "A", "language_code": "sv"},
            "text": "/nasta-aktivitet",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        },
    }


async def bare_slack(url: str, acks: list[float]) -> tuple[Command, AsyncEngine]:
    engine = engine_for(url)
    sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id="", team_id="T1", bot_token="xoxb-bench", bot_user_id="UBOT", bot_id="B1")

    app = AsyncApp(client=AsyncWebClient("xoxb-bench"), signing_secret=SECRET, authorize=authorize)

    @app.command("/nasta-aktivitet")
    async def show(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        async with sessions() as session:
            text = await next_text(session, "slack", command["user_id"])
        await client.chat_postMessage(channel=command["channel_id"], text=text)
        waiting.pop(command["trigger_id"]).set()

    # Bolt answers the request when ack() is called and goes on by itself: done is when the listener is.
    waiting: dict[str, asyncio.Event] = {}

    async def command(number: int, who: int) -> None:
        body, headers = slack_command(number, who)
        done = waiting.setdefault(f"{number}.{who}", asyncio.Event())
        start = time.perf_counter()
        response = await app.async_dispatch(AsyncBoltRequest(body=body, headers={**headers}))
        acks.append(time.perf_counter() - start)
        assert response.status == OK, response.body
        await done.wait()

    return command, engine


def slack_command(number: int, who: int) -> tuple[str, dict[str, str]]:
    """A signed slash command."""
    fields = {
        "command": "/nasta-aktivitet", "text": "", "team_id": "T1", "user_id": person(who, "slack"), "user_name": "a",
        "channel_id": f"D{person(who)}", "channel_name": "directmessage", "trigger_id": f"{number}.{who}",
        "response_url": "http://127.0.0.1:1/", "api_app_id": "A1",
    }  # fmt: skip
    body, stamp = urlencode(fields), str(int(time.time()))
    signed = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded"
    headers = {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signed}"}
    return body, headers
