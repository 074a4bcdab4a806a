"""Each thing a provider can do ends as an answer or as one named fault, with an exact number of requests."""

import asyncio
import logging
import traceback

import pytest

from screener.doors.model import Budget, Egress, Model, Prompt, Retry
from screener.words.errors import ConfigurationError, ModelFault
from tests.doors.model.asking import DRAFT, GOOD, KEY, Form, endpoint, model, prompt, run
from tests.scripted_server import (
    Reply,
    Request,
    Script,
    ScriptedServer,
    cut,
    dripping,
    dropped,
    fails,
    prices_yes,
    raw,
    says,
)

SECRET = f"provider text quoting {DRAFT}"
NO_ANSWER = {
    "refusal_in_words": (says("I'm sorry, but I can't help with that."), "refused", 1),
    "refusal_field": (says(None, refusal="No."), "refused", 1),
    "content_filter": (says("", finish="content_filter"), "refused", 1),
    "refusal_in_json": (says('{"summary": "I cannot assist with this.", "flags": []}'), "refused", 1),
    "refusal_after_thinking": (says("<think>Is this fine? {no}</think>\nI can’t assist with that."), "refused", 1),
    "content_policy_400": (fails(400, f"{SECRET} content management policy"), "refused", 1),
    "moderated_403": (fails(403, f"{SECRET} flagged by moderation"), "refused", 1),
    "cut_at_the_limit": (says('{"summary": "half', finish="length"), "truncated", 1),
    "not_json": (says("The passage is fine."), "invalid_answer", 2),
    "single_quotes": (says("{'summary': 'x', 'flags': []}"), "invalid_answer", 2),
    "wrong_form": (says('{"summary": 3, "flags": "none"}'), "invalid_answer", 2),
    "empty": (says(""), "invalid_answer", 2),
    "no_content": (says(None), "invalid_answer", 2),
    "huge": (says('{"summary": "' + "x" * 250_000 + '", "flags": []}'), "invalid_answer", 2),
    "half_a_surrogate_pair": (says(r'{"summary": "\ud800", "flags": []}'), "invalid_answer", 2),
    "no_choices": (raw(b'{"choices": []}'), "invalid_answer", 2),
    "too_long": (fails(400, f"{SECRET} maximum context length", code="context_length_exceeded"), "too_long", 1),
    "payload_413": (fails(413, SECRET), "too_long", 1),
    "key_401": (fails(401, SECRET), "not_allowed", 1),
    "account_402": (fails(402, SECRET), "not_allowed", 1),
    "access_403": (fails(403, SECRET), "not_allowed", 1),
    "unknown_404": (fails(404, SECRET), "rejected", 1),
    "unprocessable_422": (fails(422, SECRET), "rejected", 1),
    "error_in_a_200": (raw(b'{"error": {"message": "Zebrafish words of a draft"}}'), "rejected", 1),
    "limited_429": (fails(429, SECRET), "rate_limited", 4),
    "failed_500": (fails(500, SECRET), "unreachable", 4),
    "busy_503": (fails(503, SECRET), "unreachable", 4),
    "overloaded_529": (fails(529, SECRET), "unreachable", 4),
    "dropped": (dropped(), "unreachable", 4),
    "half_a_body": (cut(says(GOOD)), "unreachable", 4),
    "not_http_json": (raw(b"<html>gateway</html>"), "unreachable", 4),
    "a_list": (raw(b"[]"), "unreachable", 4),
}


def ask(server: ScriptedServer, subject: Model | None = None, what: Prompt | None = None) -> tuple[str, Model]:
    """'ok' or the reason there is no answer, and the model that was asked."""
    subject = subject or model(endpoint(server.base_url))

    async def work() -> str:
        try:
            await subject.ask(what or prompt(), Form)
        except ModelFault as fault:
            shown = "".join(traceback.format_exception(fault)) + repr(fault)
            for hidden in (KEY, DRAFT, "Zebrafish"):
                assert hidden not in shown
            assert str(fault).endswith(".")
            return str(fault.because)
        return "ok"

    return run(work), subject


@pytest.mark.parametrize("provider", ["openai", "hosted_vllm"])
@pytest.mark.parametrize("case", NO_ANSWER)
def test_what_is_no_answer_ends_with_its_reason_after_an_exact_number_of_requests(
    case: str,
    provider: str,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    reply, reason, requests = NO_ANSWER[case]
    with ScriptedServer(reply) as server:
        found, subject = ask(server, model(endpoint(server.base_url, model=f"{provider}/test")))
    assert found == reason
    assert len(server.requests) == requests == len(subject.requests)
    assert {r.host for r in subject.requests} == {server.host}
    out, err = capfd.readouterr()
    assert out == ""
    assert err == ""
    assert KEY not in caplog.text
    assert DRAFT not in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Here is my answer:\n\n{GOOD}\nI hope this helps.",
        f"<think>hm {{}}</think>{GOOD}",
        f"I read {{the passage}} with care. {GOOD}",
        f'As an example {{"a": 1}}, and now: ```\n{GOOD}\n```',
    ],
)
def test_an_answer_is_found_inside_fences_prose_and_thoughts(text: str) -> None:
    with ScriptedServer(says(text)) as server:
        assert ask(server)[0] == "ok"
    assert len(server.requests) == 1


def test_an_invalid_answer_gets_one_repair_that_names_the_fault() -> None:
    with ScriptedServer([says('{"summary": "s"}'), says(GOOD)]) as server:
        subject = model(endpoint(server.base_url))
        answer = run(lambda: subject.ask(prompt(), Form))
    assert answer.repaired
    assert [m["role"] for m in server.requests[1].messages] == ["system", "user", "assistant", "user"]
    assert server.requests[1].messages[:2] == server.requests[0].messages
    assert "flags: Field required" in server.requests[1].messages[-1]["content"]


def test_without_a_repair_text_an_invalid_answer_is_final() -> None:
    with ScriptedServer(says("nothing")) as server:
        assert ask(server, what=prompt(repair=""))[0] == "invalid_answer"
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", [fails(500), fails(503), dropped(), cut(says(GOOD)), fails(429)])
def test_a_passing_failure_is_tried_again(reply: Reply) -> None:
    with ScriptedServer([reply, says(GOOD)]) as server:
        found, subject = ask(server)
    assert found == "ok"
    assert [r.status == "ok" for r in subject.requests] == [False, True]


@pytest.mark.parametrize("reply", [says(GOOD, latency=3), dripping(says(GOOD), 0.02)])
@pytest.mark.parametrize("provider", ["openai", "hosted_vllm"])
def test_an_answer_must_be_complete_in_time_even_if_it_drips(reply: Reply, provider: str) -> None:
    with ScriptedServer(reply) as server:
        found, subject = ask(server, model(endpoint(server.base_url, model=f"{provider}/test", timeout=0.5)))
    assert found == "timed_out"
    assert len(server.requests) == 2, "a time-out is tried twice, no more"
    assert all(0.4 < r.seconds < 1.2 for r in subject.requests)


def test_retry_after_holds_for_every_concurrent_request() -> None:
    def script(request: Request) -> Reply:
        return fails(429, headers={"retry-after": "1"}) if request.number == 0 else says(GOOD, latency=0.05)

    with ScriptedServer(script) as server:
        subject = model(endpoint(server.base_url), concurrency=2)

        async def work() -> None:
            await asyncio.gather(*(subject.ask(prompt(f"passage {n}"), Form) for n in range(8)))

        run(work)
    refused_at = server.requests[0].at
    early = [r for r in server.requests[1:] if r.at < refused_at + 0.95]
    assert len(server.requests) == 9
    assert len(early) <= 1, "only what was under way when the host asked to wait"


def test_more_requests_than_the_host_lets_through_all_get_their_answer() -> None:
    answered_at = [0.0]

    def script(request: Request) -> Reply:
        if request.at - answered_at[0] < 0.2:
            return fails(429, headers={"retry-after": "0.2"})
        answered_at[0] = request.at
        return says(GOOD)

    with ScriptedServer(script) as server:
        subject = model(endpoint(server.base_url), concurrency=8)

        async def work() -> int:
            return len(await asyncio.gather(*(subject.ask(prompt(f"p{n}"), Form) for n in range(8))))

        assert run(work) == 8


def test_a_host_that_asks_for_too_long_a_wait_is_not_asked_again() -> None:
    with ScriptedServer(fails(429, headers={"retry-after": "3600"})) as server:
        subject = model(endpoint(server.base_url), concurrency=1)
        assert ask(server, subject)[0] == "rate_limited"
        assert ask(server, subject, prompt("another"))[0] == "rate_limited"
    assert len(server.requests) == 1


def test_no_more_requests_are_under_way_than_configured() -> None:
    with ScriptedServer(says(GOOD, latency=0.1)) as server:
        subject = model(endpoint(server.base_url), concurrency=3)

        async def work() -> None:
            await asyncio.gather(*(subject.ask(prompt(f"passage {n}"), Form) for n in range(12)))

        run(work)
    assert server.most_at_once == 3
    assert len(server.requests) == 12


def test_a_key_that_was_turned_down_is_not_tried_for_the_next_passage() -> None:
    with ScriptedServer(fails(401)) as server:
        subject = model(endpoint(server.base_url))
        assert ask(server, subject)[0] == "not_allowed"
        assert ask(server, subject, prompt("another"))[0] == "not_allowed"
    assert len(server.requests) == 1


def test_one_forbidden_passage_does_not_close_the_model_to_the_others() -> None:
    with ScriptedServer([fails(403), says(GOOD)]) as server:
        subject = model(endpoint(server.base_url))
        assert ask(server, subject)[0] == "not_allowed"
        assert ask(server, subject, prompt("another"))[0] == "ok"


def test_a_provider_without_schemas_is_asked_in_words_from_then_on() -> None:
    def script(request: Request) -> Reply:
        return fails(400, "response_format json_schema is not supported") if request.schema else says(GOOD)

    with ScriptedServer(script) as server:
        subject = model(endpoint(server.base_url))
        assert ask(server, subject)[0] == "ok"
        assert ask(server, subject, prompt("another"))[0] == "ok"
    assert [r.schema is not None for r in server.requests] == [True, False, False]


def test_fallbacks_are_asked_in_order_and_only_if_configured() -> None:
    with ScriptedServer(says(None, refusal="No.")) as first, ScriptedServer(says(GOOD)) as second:
        assert ask(first)[0] == "refused"
        assert not second.requests
        both = model(endpoint(first.base_url), endpoint(second.base_url, model="hosted_vllm/other"))
        answer = run(lambda: both.ask(prompt(), Form))
    assert answer.model == "hosted_vllm/other"
    assert [r.host for r in both.requests] == [first.host, second.host]


def test_each_request_is_recorded_with_its_passages_and_tokens() -> None:
    with ScriptedServer(says(GOOD, tokens=(100, 40, 20))) as server:
        priced = endpoint(server.base_url, dollars_per_million_in=1.0, dollars_per_million_out=10.0)
        _, subject = ask(server, model(priced), prompt(passages=(3,)))
    (record,) = subject.requests
    assert (record.tokens_in, record.tokens_in_cached, record.tokens_out, record.passages) == (100, 40, 20, (3,))
    assert record.cost == pytest.approx(0.0003)
    assert record.status == "ok"
    assert record.bytes_out == int(server.requests[0].headers["content-length"]) > len(DRAFT)


def test_a_stopped_request_is_recorded_as_stopped() -> None:
    with ScriptedServer(says(GOOD, latency=5)) as server:
        subject = model(endpoint(server.base_url))

        async def work() -> None:
            task = asyncio.create_task(subject.ask(prompt(), Form))
            while not server.requests:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        run(work)
    assert [r.status for r in subject.requests] == ["stopped"]


@pytest.mark.parametrize("usage", [(100, 0, 20), None])
def test_concurrent_requests_stay_within_a_token_budget(usage: tuple[int, int, int] | None) -> None:
    with ScriptedServer(says(GOOD, latency=0.02, tokens=usage)) as server:
        subject = model(endpoint(server.base_url, max_output_tokens=100), budget=Budget(tokens=600))

        async def work() -> list[object]:
            asked = (subject.ask(prompt(f"{n} " + "word " * 60), Form) for n in range(20))
            return list(await asyncio.gather(*asked, return_exceptions=True))

        results = run(work)
    faults = [r for r in results if isinstance(r, ModelFault)]
    assert {str(f.because) for f in faults} == {"over_budget"}
    assert 2 <= len(server.requests) == 20 - len(faults)
    assert subject.budget.spent_tokens <= 600


def test_a_money_budget_is_kept_with_configured_prices() -> None:
    with ScriptedServer(says(GOOD, tokens=(1000, 0, 100))) as server:
        priced = endpoint(
            server.base_url,
            dollars_per_million_in=1.0,
            dollars_per_million_out=10.0,
            max_output_tokens=100,
        )
        subject = model(priced, budget=Budget(dollars=0.005))
        results = [ask(server, subject, prompt(f"passage {n}"))[0] for n in range(4)]
    assert results == ["ok", "ok", "over_budget", "over_budget"]
    assert subject.budget.spent_dollars == pytest.approx(0.004)


def test_a_money_budget_needs_a_known_price_before_the_run() -> None:
    with pytest.raises(ConfigurationError, match="price of openai/test is not known"):
        model(endpoint("http://127.0.0.1:9/v1"), budget=Budget(dollars=1.0))


def test_a_model_without_endpoints_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="at least one endpoint"):
        model()


def test_air_gap_sends_nothing_to_a_host_that_is_not_allowed() -> None:
    subject = model(endpoint("https://models.example.org/v1"), egress=Egress(air_gap=True))
    with pytest.raises(ModelFault, match=r"Air-gap mode refuses models\.example\.org"):
        run(lambda: subject.ask(prompt(), Form))
    assert not subject.requests


def test_the_probability_of_yes_comes_from_one_token() -> None:
    with ScriptedServer(prices_yes(0.6, 0.2)) as server:
        subject = model(endpoint(server.base_url))
        assert run(lambda: subject.probability_of_yes(prompt())) == pytest.approx(0.75)
        assert run(lambda: subject.probability_of_yes(prompt())) == pytest.approx(0.75)
    (body,) = server.bodies
    assert (body["max_tokens"], body["logprobs"]) == (1, True)
    assert "response_format" not in body


@pytest.mark.parametrize("reply", [says("yes"), fails(400, "logprobs are not supported")])
def test_a_provider_without_probabilities_is_asked_once(reply: Reply) -> None:
    with ScriptedServer(reply) as server:
        subject = model(endpoint(server.base_url))
        assert run(lambda: subject.probability_of_yes(prompt())) is None
        assert run(lambda: subject.probability_of_yes(prompt("another"))) is None
    assert len(server.requests) == 1


def test_one_undecided_token_does_not_stop_asking_for_probabilities() -> None:
    script: Script = [says("Well", logprobs={"Well": 0.99}), prices_yes(0.5, 0.5)]
    with ScriptedServer(script) as server:
        subject = model(endpoint(server.base_url))
        assert run(lambda: subject.probability_of_yes(prompt())) is None
        assert run(lambda: subject.probability_of_yes(prompt("another"))) == pytest.approx(0.5)


def test_a_failed_probability_is_unknown_and_raises_nothing() -> None:
    with ScriptedServer(fails(500)) as server:
        subject = model(endpoint(server.base_url), retry=Retry(attempts=2, first_wait=0.01))
        assert run(lambda: subject.probability_of_yes(prompt())) is None
    assert len(server.requests) == 2
