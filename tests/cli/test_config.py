"""`screener config`: what is in force, and never a key."""

import pytest

from tests.cli.installation import Installation

SECRET = "sk-very-secret-4711"


@pytest.mark.parametrize("how", [(), ("--json",)])
def test_no_key_is_printed_wherever_it_stands(installed: Installation, how: tuple[str, ...]) -> None:
    installed.configure(f"[embedder]\napi_key = '{SECRET}'\n[advocate]\napi_key = '{SECRET}'\n")
    outcome = installed.run(
        "config",
        *how,
        SCREENER_READER__API_KEY=SECRET,
        OPENAI_API_KEY=SECRET,
        SCREENER_READER__MODEL="openai/x",
        SCREENER_READER__API_BASE=f"http://me:{SECRET}@127.0.0.1:9/v1?key={SECRET}",
    )
    assert outcome.code == 0, outcome.err
    assert SECRET not in outcome.out + outcome.err
    assert "127.0.0.1:9/v1" in outcome.out


def test_a_wrong_setting_beside_a_key_does_not_print_the_key(installed: Installation) -> None:
    outcome = installed.run("config", SCREENER_READER__API_KEY=SECRET, SCREENER_READER__TIMEOUT="soon")
    assert outcome.code == 4
    assert SECRET not in outcome.err


def test_it_says_who_reads_and_where_requests_may_go(installed: Installation) -> None:
    facts = installed.run("config", "--json").out
    assert "no request leaves this machine" in facts
    assert "air gap" in installed.run("config", SCREENER_AIR_GAP="true").out


def test_nothing_is_written_by_looking(installed: Installation) -> None:
    installed.settings["SCREENER_DATA"] = str(installed.home / "elsewhere")
    assert installed.run("config").code == 0
    assert not (installed.home / "elsewhere").exists()
