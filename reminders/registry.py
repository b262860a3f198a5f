"""All that the bot speaks up about by itself, as a plain list; nothing is discovered."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot.settings import Settings
from bot.texts import texts
from bot.voice import Voice
from reminders import subject
from reminders.activity import ActivityReminder
from reminders.card import Posts
from reminders.chain import CHAIN, Chain
from reminders.chain_again import AGAIN, ChainAgain
from reminders.chain_calls import CALLS, ChainCalls
from reminders.chain_day import GREETING, ChainDay
from reminders.chain_leads import Leads
from reminders.change import ActivityChange
from reminders.checkin import CHECKIN, CheckIn
from reminders.ideas import IDEAS, IdeaAnswers, NewIdeas
from reminders.missed import MISSED, Missed
from reminders.needs import DUE, NeedOff, NeedsDue, NewNeed, RideOff
from reminders.own import OwnReminders
from reminders.post_ends import POST_END, PostEnds
from reminders.pride_date import DATE, PrideDate
from reminders.results import RESULT, ResultCall
from reminders.series import SERIES, Series
from reminders.shift import ShiftChange, ShiftReminder
from reminders.shifts_change import ShiftsChange
from reminders.signup import STANDS, SignupNews
from reminders.thanks import THANKS, Thanks
from reminders.topics import Speak, Topic, Topics
from reminders.vanished import Vanished
from reminders.welcome import WELCOME, Welcomes
from storage import cards, ideas, needs, own
from storage.foreign import VANISHED
from storage.shift_changes import ALL_CHANGED, CHANGED, SHIFT


def topics(platforms: Collection[str], settings: Settings) -> Topics:
    """Every topic by the word that its rows carry; `platforms` are those that run."""
    leads = Leads(settings.chain_weeks)
    found: dict[str, Topic] = {
        SERIES: Series(),  # first, so that what it makes is planned with the rest
        subject.REMINDER: ActivityReminder(platforms),
        subject.CHANGE: ActivityChange(platforms),
        own.OWN: OwnReminders(platforms, own.OWN, resend=False),
        own.DEADLINE: OwnReminders(platforms, own.DEADLINE, resend=True),
        CHAIN: Chain(leads, platforms),
        CALLS: ChainCalls(leads, platforms),
        AGAIN: ChainAgain(platforms),
        GREETING: ChainDay(platforms),
        DATE: PrideDate(platforms),
        WELCOME: Welcomes(platforms),
        POST_END: PostEnds(platforms),
        IDEAS: NewIdeas(platforms),
        ideas.ANSWERED: IdeaAnswers(platforms),
        needs.NEEDED: NewNeed(platforms),
        DUE: NeedsDue(platforms),
        needs.NEED_OFF: NeedOff(platforms),
        needs.RIDE_OFF: RideOff(platforms),
        VANISHED: Vanished(platforms),
        **of_signups(platforms),
    }
    found[MISSED] = Missed(platforms, found)
    return found


def of_signups(platforms: Collection[str]) -> dict[str, Topic]:
    """What is said of shifts, and to those who are on them."""
    return {
        SHIFT: ShiftReminder(platforms),
        CHANGED: ShiftChange(platforms),
        ALL_CHANGED: ShiftsChange(platforms),
        CHECKIN: CheckIn(platforms),
        RESULT: ResultCall(platforms),
        THANKS: Thanks(platforms),
        cards.CARD: Posts(platforms),
        **{word: SignupNews(platforms, word) for word in STANDS},
    }


def speaker(settings: Settings) -> Speak:
    """Voices for these settings: their zone, their district, their language where none is asked for."""

    def speak(session: Session, now: datetime, language: str) -> Voice:
        return Voice(session, now, settings.zone, texts(language or settings.language), settings.district)

    return speak
