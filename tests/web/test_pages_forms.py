"""What is wrong with a form is said beside it, and nothing that was typed is lost."""

import html
import re

from screener.words.submission import DraftStatus
from tests.web.pages import Browser, words
from tests.web.world import World

S = DraftStatus
NOTE = 'A "note" with <b>marks</b> & more.'


def test_an_upload_that_names_an_unknown_coauthor_keeps_note_sensitivity_and_addresses(world: World) -> None:
    answer = Browser(world, world.owner).send(
        "/upload", {"a.md": b"text"}, sensitivity="sensitive", note=NOTE, coauthors="nobody@example.org"
    )
    assert answer.status_code == 422
    assert "Nobody here has the address nobody@example.org" in words(answer)
    assert html.escape(NOTE, quote=False).replace('"', "&#34;") in answer.text
    assert '<option value="sensitive" selected>' in answer.text
    assert 'value="nobody@example.org"' in answer.text
    assert re.search(r'id="coauthors"[^>]*coauthors-fault"[^>]*aria-invalid="true"', answer.text)
    assert 'id="coauthors-fault">' in answer.text


def test_of_several_files_those_before_the_refused_one_are_taken_and_the_page_says_so(world: World) -> None:
    browser = Browser(world, world.someone("several"))
    answer = browser.send("/upload", {"first.md": b"text", "second.md": b"", "third.md": b"text"})
    assert answer.status_code == 422
    assert "second.md: The file is empty" in words(answer)
    assert "The file before it was taken; hand in the others again." in words(answer)
    assert "first.md" in words(browser.get("/drafts"))
    assert "third.md" not in words(browser.get("/drafts"))


def test_several_files_become_as_many_drafts_and_the_list_follows_them(world: World) -> None:
    browser = Browser(world, world.someone("many"))
    answer = browser.send("/upload", {f"paper-{n}.md": b"text" for n in range(3)}, note="The same for all.")
    assert (answer.status_code, answer.headers["location"]) == (303, "/drafts?said=handed-in")
    listed = browser.get("/drafts")
    assert all(f"paper-{n}.md" in words(listed) for n in range(3))
    assert 'hx-trigger="every 3s"' in listed.text


def test_a_file_over_the_limit_is_refused_beside_the_form(world: World) -> None:
    answer = Browser(world, world.owner).send("/upload", {"big.md": b"x" * (2 * 2**20 + 1)}, note=NOTE)
    assert answer.status_code == 413
    assert "larger than 2 MiB" in words(answer)
    assert "Hand in a draft" in words(answer)


def test_a_refused_revision_keeps_what_changed(world: World) -> None:
    draft_id = world.draft(S.decided)
    answer = Browser(world, world.owner).send(f"/drafts/{draft_id}/revision", {"a.md": b""}, note="The table is gone.")
    assert answer.status_code == 422
    assert "The file is empty" in words(answer)
    assert ">The table is gone.</textarea>" in answer.text


def test_a_letter_that_cannot_be_sent_stays_in_its_field(world: World) -> None:
    draft_id = world.draft(S.decided)
    owner = Browser(world, world.owner)
    short = owner.post(f"/drafts/{draft_id}/letters", kind="reply", text="ok")
    assert short.status_code == 422
    assert '<p class="fault" id="text-fault"' in short.text
    assert ">ok</textarea>" in short.text
    waiting = world.draft(S.awaiting_review)
    early = owner.post(f"/drafts/{waiting}/letters", kind="appeal", text="The table is needed.")
    assert early.status_code == 409
    assert ">The table is needed.</textarea>" in early.text


def test_nothing_is_destroyed_before_the_word_is_typed(world: World) -> None:
    draft_id = world.draft(S.awaiting_review)
    owner = Browser(world, world.owner)
    answer = owner.post(f"/drafts/{draft_id}/purge", sure="yes")
    assert answer.status_code == 422
    assert "Type the word purge" in words(answer)
    assert '<details id="purge" open>' in answer.text
    assert owner.post(f"/drafts/{draft_id}/purge", sure=" Purge ").headers["location"].endswith("?said=purged")
    assert "It was destroyed" in words(owner.get(f"/drafts/{draft_id}"))


def test_a_person_who_cannot_be_added_stays_in_the_form(world: World) -> None:
    keeper = Browser(world, world.maintainer)
    answer = keeper.post("/maintain/people", name="Ann O'Nym", email="no address", role="reviewer", cleared="true")
    assert answer.status_code == 422
    assert re.search(r'id="email"[^>]*value="no address"[^>]*aria-invalid="true"', answer.text)
    assert "Ann O&#39;Nym" in answer.text
    assert '<option value="reviewer" selected>' in answer.text.split('id="add"')[1]
    taken = keeper.post("/maintain/people", name="Owner again", email="owner@example.org", role="author")
    assert taken.status_code == 409
    assert 'value="Owner again"' in taken.text


def test_the_last_maintainer_keeps_the_role_and_is_told_why(world: World) -> None:
    answer = Browser(world, world.maintainer).post(f"/maintain/people/{world.maintainer.actor.id}", role="author")
    assert answer.status_code == 409
    assert "This is the last maintainer" in words(answer)


def test_a_token_without_scopes_is_not_made_and_its_name_is_kept(world: World) -> None:
    answer = Browser(world, world.owner).post("/account/tokens", name="nightly", days="30")
    assert answer.status_code == 422
    assert "Choose at least one scope." in words(answer)
    assert 'value="nightly"' in answer.text
    assert '<option value="30" selected>' in answer.text


def test_a_token_is_shown_once(world: World) -> None:
    browser = Browser(world, world.someone("scripted"))
    made = browser.post("/account/tokens", name="nightly", days="30", scopes="read")
    secret = re.search(r'id="secret"[^>]*>(\S+)</p>', made.text)
    assert secret
    assert secret.group(1) not in browser.get("/account").text


def test_a_case_that_cannot_be_read_is_kept_letter_by_letter(world: World) -> None:
    draft_id = world.draft(S.decided)
    typed = "title: [unclosed\nid: <x>\n" + "# a long remark\n" * 3000
    answer = Browser(world, world.reviewer).post(f"/drafts/{draft_id}/case", yaml=typed)
    assert answer.status_code == 422
    box = re.search(r'(?s)<textarea id="yaml"[^>]*>(.*?)</textarea>', answer.text)
    assert box
    assert html.unescape(box.group(1)) == typed
    assert "not valid YAML" in words(answer)


def test_an_empty_search_is_answered_beside_its_field(world: World) -> None:
    answer = Browser(world, world.reviewer).post("/corpus/similar", text="  ")
    assert answer.status_code == 422
    assert "Give some text to look for" in words(answer)


def test_a_wrong_password_keeps_the_address_and_never_the_password(world: World) -> None:
    answer = Browser(world).post("/sign-in", email="owner@example.org", password="a secret of mine", to="/account")
    assert answer.status_code == 401
    assert 'value="owner@example.org"' in answer.text
    assert 'name="to" value="/account"' in answer.text
    assert "a secret of mine" not in answer.text


def test_after_signing_in_one_is_led_to_pages_of_this_service_alone(world: World) -> None:
    accounts = world.service.accounts
    invited = accounts.invite_again(world.maintainer.actor, world.someone("led").actor.id)
    assert Browser(world).post(f"/welcome/{invited.token}", password="a", again="b").status_code == 422
    phrase = "plover kettle ninety sable"
    done = Browser(world).post(f"/welcome/{invited.token}", password=phrase, again=phrase)
    assert done.headers["location"] == "/sign-in?said=password-set"
    for to, leads in (
        ("/drafts/abc", "/drafts/abc"),
        ("//evil.example/x", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/corpus?words=x", "/"),
    ):
        answer = Browser(world).post("/sign-in", email="led@example.org", password=phrase, to=to)
        assert (answer.status_code, answer.headers["location"]) == (303, leads)
