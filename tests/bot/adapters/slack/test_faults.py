"""Every word with which chat.postMessage can say no, and that nothing but the bot itself tries anything again."""

from datetime import timedelta

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.errors import DeliveryError, Misconfigured, Refused, TryLater, Unknown, Unreachable
from bot.messages import Address, Picture, Reply

SQUARE, DIRECT, IN_PERSON = Address("slack", "C9"), Address("slack", "D7"), Address("slack", "U7")
PNG = Picture("hjul.png", "image/png", b"\x89PNG", "Årshjulet")
# The table at docs.slack.dev/reference/methods/chat.postMessage#errors, without what concerns arguments that are never
# given: drafts, attachments, contact cards, files of Slack Connect.
SAID = {
    TryLater: "message_limit_exceeded org_login_required rate_limited ratelimited request_timeout team_added_to_org",
    Unreachable: "channel_not_found is_archived not_in_channel restricted_action restricted_action_read_only_channel "
    "restricted_action_thread_only_channel",
    Refused: "as_user_not_supported cannot_reply_to_message duplicate_channel_not_found duplicate_message_not_found "
    "invalid_arg_name invalid_arguments invalid_array_arg invalid_blocks invalid_blocks_format invalid_charset "
    "invalid_form_data invalid_metadata_format invalid_metadata_schema invalid_post_type markdown_text_conflict "
    "metadata_too_large missing_file_data missing_post_type msg_blocks_too_long msg_too_long no_text "
    "restricted_action_non_threadable_channel restricted_action_thread_locked team_not_found",
    Misconfigured: "access_denied accesslimited account_inactive app_access_restricted deprecated_endpoint "
    "ekm_access_denied enterprise_is_restricted invalid_auth messages_tab_disabled metadata_must_be_sent_from_app "
    "method_deprecated missing_scope no_permission not_allowed_token_type not_authed team_access_not_granted "
    "token_expired token_revoked two_factor_setup_required",
    Unknown: "fatal_error internal_error service_unavailable",
}


@pytest.fixture(autouse=True)
def place(fake, member, square):
    return fake.space.direct(member.id)


@pytest.mark.parametrize("becomes", SAID)
async def test_each_word_of_the_documentation(adapter, fake, becomes):
    words = SAID[becomes].split()
    found = {}
    for word in words:
        fake.fail("chat.postMessage", error=word)
        with pytest.raises(DeliveryError) as told:
            await adapter.send(SQUARE, Reply("hej"))
        found[word] = type(told.value)

    assert found == dict.fromkeys(words, becomes)


@pytest.mark.parametrize(
    ("word", "after", "scope"),
    [
        ("ratelimited", timedelta(seconds=30), "chat"),
        ("request_timeout", timedelta(seconds=1), "platform"),
        ("message_limit_exceeded", timedelta(minutes=5), "platform"),
        ("team_added_to_org", timedelta(minutes=5), "platform"),
    ],
)
async def test_who_waits_and_for_how_long(adapter, fake, word, after, scope):
    fake.fail("chat.postMessage", error=word)

    with pytest.raises(TryLater) as told:
        await adapter.send(SQUARE, Reply("hej"))

    assert (told.value.after, told.value.scope) == (after, scope)


@pytest.mark.parametrize(
    ("method", "act"),
    [
        ("chat.postMessage", lambda adapter: adapter.send(DIRECT, Reply("hej"))),
        ("chat.postEphemeral", lambda adapter: adapter.send(Address("slack", "C9", only="U7"), Reply("hej"))),
        ("chat.update", lambda adapter: adapter.edit(DIRECT, "1.1", Reply("hej"))),
        ("chat.delete", lambda adapter: adapter.delete(DIRECT, "1.1")),
        ("conversations.open", lambda adapter: adapter.edit(IN_PERSON, "1.1", Reply("hej"))),
        ("files.getUploadURLExternal", lambda adapter: adapter.send(DIRECT, Reply("hej", pictures=(PNG,)))),
        ("upload", lambda adapter: adapter.send(DIRECT, Reply("hej", pictures=(PNG,)))),
        ("files.completeUploadExternal", lambda adapter: adapter.send(DIRECT, Reply("hej", pictures=(PNG,)))),
    ],
)
async def test_f41_the_library_tries_nothing_again(adapter, fake, method, act):
    fake.fail(method, drop=True)

    with pytest.raises(Unknown):  # a second try would do well
        await act(adapter)

    assert fake.messages == []


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_f41_nor_at_the_start(fake, core, method):
    fake.fail(method, drop=True)
    adapter = SlackAdapter(bot_token=fake.bot_token, app_token=fake.app_token, api_url=f"{fake.url}/api/")

    with pytest.raises(Unknown):
        await adapter.start(core.receive)

    assert fake.requests[method] == 1
