"""Somebody of whom there is something in every table that says anything about people."""

import json
from datetime import time, timedelta

from bot.markup import escape
from bot.messages import Choice, Field, Form, Reply, dump
from storage import access, forms, outbox, totp
from storage.models import (
    Account,
    Activity,
    Approval,
    Carpool,
    ChainAnswer,
    Consent,
    Feed,
    Guess,
    Idea,
    Inbox,
    Incident,
    Invitation,
    Member,
    Need,
    Network,
    NetworkMember,
    Occurrence,
    Outbox,
    OwnReminder,
    Post,
    Preference,
    PrideDay,
    Result,
    Series,
    Shift,
    Signup,
    State,
    Support,
    Swap,
    Totp,
    Upload,
    Welcome,
)
from tests.talk import NOW

NAME, TELEGRAM, SLACK, CHAT = "Kanarie (Fågel) Sång", "7770077123", "UKANARIE77", "DKANARIE88"
EMAIL, PHONE, WORDS = "kanarie@fagel.example", "070-7770099", "Hemligt ord zqzq"
# Also as JSON has it.
CANARIES = [NAME.encode(), b"Kanarie (F\\u00e5gel", *(word.encode() for word in (TELEGRAM, SLACK, CHAT, EMAIL, PHONE)),
            b"Kanarie", b"zqzq"]  # fmt: skip


def settle(session) -> int:
    """The canary with something in every table, among so many others that pages are split and moved."""
    for n in range(400):
        session.add(Member(name=f"Fyllnad {n} " + "x" * 80, branch_id=1))
    member = Member(name=NAME, branch_id=1, email=EMAIL, phone=PHONE, number="7770077124")
    session.add(member)
    session.flush()
    mine = {"member_id": member.id}
    session.add_all([
        Account(platform="telegram", user=TELEGRAM, chat=TELEGRAM, tied_at=NOW, **mine),
        Account(platform="slack", user=SLACK, chat=CHAT, tied_at=NOW, **mine),
        Consent(platform="telegram", given_at=NOW, **mine),
        Post(role="representative", first_day=NOW.date(), **mine),
        Invitation(code_hash="h", expires_at=NOW + timedelta(days=3), made_by=1, **mine),
        *(Guess(platform=app, user=user, guessed_at=NOW) for app, user in (
            ("telegram", TELEGRAM), ("slack", SLACK), totp.counted(member.id))),
        OwnReminder(key="k", what=WORDS, day=NOW.date() + timedelta(days=2), wall=NOW.time(), zone="Europe/Stockholm",
                    created_at=NOW, **mine),
        ChainAnswer(occasion="pride", year=2027, branch_id=1, stand="joins", answered_by=member.id, answered_at=NOW),
        Inbox(platform="slack", event=f"T1:{CHAT}:17.5", payload="", received_at=NOW, done_at=NOW),
    ])  # fmt: skip
    asked(session)
    take_part(session, member)
    be_talked_of(session, member)
    access.note(session, now=NOW, actor=member.ref, subject="x" * 32, what="list")
    mail(session, member.id)
    session.flush()
    return member.id


def asked(session) -> None:
    """A form of theirs, and others' that name them, in each of the places where a form can: one is filled in half."""
    definition = dump(Form("x", NAME, (), ""))
    own = forms.begin(session, platform="slack", chat=CHAT, sender=SLACK, definition=definition, now=NOW)
    session.add(Upload(form_id=own.id, file="F1", content=NAME.encode()))
    who = Field("who", "Vem?", kind="choice", choices=(Choice(NAME, "7"),))
    forms_of_others = (
        Form("a", "A", (who,), ""),
        Form("b", "B", (), "", escape(NAME)),
        Form("c", "C", (), "", ref=NAME),
    )
    for chat, form in zip(("1013", "1014", "1015"), forms_of_others, strict=True):
        forms.begin(session, platform="telegram", chat=chat, sender=chat, definition=dump(form), now=NOW)
    row = forms.begin(session, platform="telegram", chat="1016", sender="1016", definition='{"name":"d"}', now=NOW)
    row.answers = json.dumps({"name": NAME})


def mail(session, member_id: int) -> None:
    """To them and about them: sent, waiting, and of no known end."""
    payload = dump(Reply(f"{NAME} zqzq"))
    for n, (chat, more) in enumerate([(TELEGRAM, {"member_id": member_id}), ("1016", {}),
                                      ("1016", {"ref": outbox.ABOUT.format(member_id)})]):  # fmt: skip
        for state in (State.SENT, State.UNKNOWN, State.FAILED):
            row = outbox.put(session, key=f"{n}{state}:telegram:{chat}", to=("telegram", chat, "", ""), payload=payload,
                             now=NOW, **more)  # fmt: skip
            assert row
            kept = session.get_one(Outbox, row.id)
            kept.state, kept.finished_at = state, NOW
    told = outbox.put(session, key="told", to=("telegram", "1016", "", ""), payload=dump(Reply(escape(NAME))), now=NOW)
    assert told
    session.get_one(Outbox, told.id).state = State.SENT
    later = NOW + timedelta(days=1)
    for n, (platform, chat, about) in enumerate([("telegram", TELEGRAM, ""), ("slack", CHAT, ""),
                                                 ("telegram", "1016", outbox.ABOUT.format(member_id))]):  # fmt: skip
        outbox.put(session, key=f"w{n}:{chat}", to=(platform, chat, "", ""), payload=payload, now=NOW, due_at=later,
                   member_id=None if about else member_id, ref=about)  # fmt: skip


def take_part(session, member: Member) -> None:
    """What they do in the district, and what they need to be able to."""
    mine, day, zone = {"member_id": member.id}, NOW.date(), "Europe/Stockholm"
    hours = {"day": day, "starts": time(17), "starts_at": NOW, "ends_at": NOW + timedelta(hours=1)}
    session.add_all([shift := Shift(activity_id=1, **hours), other := Shift(activity_id=1, **hours)])
    session.add(network := Network(name="Nätverket"))
    made = {"made_at": NOW}
    ride, lift = Need(activity_id=1, want="ride", words=WORDS, **mine, **made), Need(
        activity_id=1, want="lift", member_id=1, **made)  # fmt: skip
    session.add_all([ride, lift])
    session.flush()
    session.add(signup := Signup(shift_id=shift.id, said_at=NOW, **mine, **made))
    session.flush()
    session.get_one(Activity, 1).contact_id = member.id
    session.add_all([
        Swap(signup_id=signup.id, shift_id=other.id, **mine, **made),
        Carpool(ride_id=ride.id, lift_id=lift.id, rider_id=member.id, driver_id=1, **made),
        Result(shift_id=shift.id, note=f"{WORDS}, hälsar {NAME}", told_by=member.id, told_at=NOW),
        Feed(token_hash="t", **mine, **made),
        NetworkMember(network_id=network.id, convenes=True, **mine),
        Preference(leads="d1", **mine),
        Occurrence(key="o", topic="own", subject="1", due_at=NOW, **mine),
        PrideDay(town="Norrby", year=2027, set_by=member.id, set_at=NOW),
        Welcome(branch_id=1, due_at=NOW, **mine, **made),
        Approval(asked_on="slack", action=f"code:{member.ref}:x", asked_at=NOW, expires_at=NOW, **mine),
        Totp(secret="s", **mine),
        Series(key="s", rule="FREQ=WEEKLY", first_day=day, kind="other", title="T", starts=time(17), zone=zone,
               place="P", contact_id=member.id),
    ])  # fmt: skip


def be_talked_of(session, member: Member) -> None:
    """Their ideas, and what others wrote with their name in it."""
    made = {"branch_id": 1, "made_at": NOW}
    waits = Idea(key="waits", member_id=member.id, what=WORDS, place=NAME, **made)
    became = Idea(key="became", member_id=member.id, what=f"{NAME}: {WORDS}", activity_id=1, answered_at=NOW, **made)
    refused = Idea(key="refused", member_id=member.id, what=WORDS, answer=f"Nej, {NAME}", answered_at=NOW, **made)
    other = Idea(key="other", member_id=1, what=f"Tacka {NAME}!", answer=f"{NAME} är tackad", answered_at=NOW, **made)
    session.add_all([waits, became, refused, other])
    session.add(shift := Shift(activity_id=1, day=NOW.date(), starts=time(9), starts_at=NOW, ends_at=NOW))
    session.flush()
    session.add_all([
        Support(idea_id=other.id, member_id=member.id, made_at=NOW),
        Result(shift_id=shift.id, came=3, note=f"{NAME} var bäst", told_by=1, told_at=NOW),
        Incident(opened_at=NOW, opened_by=member.ref, closed_at=NOW, what=f"{NAME} tappade en dator"),
    ])  # fmt: skip
