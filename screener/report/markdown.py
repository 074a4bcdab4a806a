"""A screening as a short Markdown text, for a mail: where it stands, what to look at, what to ask."""

import re

from screener.report import egress, standing
from screener.report.alerts import told
from screener.report.cards import Card, by_severity, cards, worst_first
from screener.report.inert import one_line, plain
from screener.report.spoken import ALERTS, READERS, UNREAD, Terms, moment, money, numbers, share
from screener.words.counting import counted, listed
from screener.words.framework import Framework
from screener.words.screening import Screening

_MOST_FLAGS = 40
_MOST_LINES = 30
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|!~&$^]")
_LINK_LIKE = re.compile(r"(?i)(?<=[a-z]):(?=//|\S*@)|(?<=[a-z0-9])\.(?=[a-z]{2})|(?<=www)\.|(?<=mailto):")
_ADDRESS = re.compile(r"(?<=[\w.+-])@(?=[\w-]+\.[\w.-]+)")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")


def to_markdown(screening: Screening, framework: Framework) -> str:
    """The report in brief. Untrusted words cannot make links, images, HTML or structure of their own in it."""
    terms, shown = Terms(framework), cards(screening)
    found = [card for card in shown if card.flag.grounded]
    sections = [
        _head(screening, terms),
        _coverage(screening),
        _alerts(screening),
        _flags(found, screening, terms),
        _unfound([card for card in shown if not card.flag.grounded], terms),
        _together(screening),
        _differing(screening),
        _questions(screening),
        _provenance(screening),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def escaped(untrusted_text: str, most: int) -> str:
    """One line of plain text for Markdown: no markup, no automatic link, cut at about `most` characters."""
    line = plain(one_line(untrusted_text, most))
    line = _ADDRESS.sub(" (at) ", line)
    line = _SPECIAL.sub(lambda m: "\\" + m.group(), line)
    line = _LINK_LIKE.sub(lambda m: "\\" + m.group(), line)
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if not m[2].isdigit() else f"{m[1]}{m[2]}\\", line)


def _head(screening: Screening, terms: Terms) -> list[str]:
    title = screening.draft.title or screening.provenance.file_name
    return [
        f"**{escaped(standing.headline(screening), 400)}.**",
        "",
        f"Draft: {escaped(title, 200)} ({escaped(screening.provenance.file_name, 100)})",
        "",
        *_readers(screening),
        f"Suggested: **{escaped(standing.suggestion(screening, terms), 120)}**; {standing.attention(screening)}.",
        "A person decides.",
        "",
        *(f"- {escaped(reason.says, 300)}" for reason in screening.suggestion.reasons),
    ]


def _readers(screening: Screening) -> list[str]:
    """Who read it, and what that means for trust."""
    readers = screening.provenance.readers
    if not readers:
        return ["No reader is named: nothing here has been read.", ""]
    told = (
        f"{escaped(r.role, 40).capitalize()}: {READERS[r.kind]}, {escaped(r.model, 80)}. {escaped(r.meaning, 800)}"
        for r in readers
    )
    return [line for one in told for line in (one, "")]


def _coverage(screening: Screening) -> list[str]:
    coverage = screening.coverage
    lines = [
        "## Coverage",
        "",
        f"{coverage.read} of {counted(coverage.passages, 'passage')} read, "
        f"{share(coverage.characters_read, coverage.characters)} of the text.",
    ]
    if coverage.scanned_pages:
        lines.append(f"Pages without readable text: {numbers(coverage.scanned_pages)}.")
    if coverage.missing_parts:
        shown = "; ".join(escaped(part, 120) for part in coverage.missing_parts[:_MOST_LINES])
        lines.append(f"Not handed in, so nobody read it: {shown}.")
    if coverage.images:
        lines.append(f"Not looked at: {counted(coverage.images, 'figure or image', 'figures and images')}.")
    unread = coverage.unread[:_MOST_LINES]
    lines += [""] * bool(unread)
    for u in unread:
        pages = f" (page {numbers(u.pages)})" if u.pages else ""
        lines.append(f"- Passage {u.passage_index + 1}{pages} was not read: {UNREAD[u.because]}.")
    return lines + _left_out(len(coverage.unread), _MOST_LINES, "passage")


def _alerts(screening: Screening) -> list[str]:
    if not screening.alerts:
        return []
    aimed = told(screening.alerts)
    lines = [
        f"- {ALERTS[a.kind]}: {escaped(a.says, 300)} ({escaped(one.where, 100)}) “{escaped(a.text, 160)}”"
        for one in aimed[:_MOST_LINES]
        for a in [one.alert]
    ]
    return ["## The file itself", "", *lines, *_left_out(len(aimed), _MOST_LINES, "alert")]


def _flags(found: list[Card], screening: Screening, terms: Terms) -> list[str]:
    if not found:
        return ["## Flags", "", "None in what was read."]
    tally = listed([f"{n} {s}" for s, n in by_severity(found).items() if n])
    lines = ["## Flags", "", f"{tally}."]
    for card in worst_first(found)[:_MOST_FLAGS]:
        lines += ["", *_flag(card, terms, screening)]
    return lines + _left_out(len(found), _MOST_FLAGS, "flag")


def _flag(card: Card, terms: Terms, screening: Screening) -> list[str]:
    flag = card.flag
    where = f", page {flag.page}" if flag.page is not None else ""
    lines = [
        f"**{card.number}. {flag.severity}, {escaped(terms.concern(flag.concern), 80)}**{where}",
        "",
        f"> {escaped(flag.quote, 300)}",
        "",
        escaped(flag.mechanism, 300),
    ]
    if card.precedents:
        shown = [
            f"{escaped(p.title, 100)} ({p.year}; {escaped(terms.decision(p.first, p.final), 120)})"
            for p in card.precedents[:3]
        ]
        lines += ["", f"Decided before: {'; '.join(shown)}"]
    elif flag.passage_index in screening.no_precedent:
        lines += ["", "No reviewed case is near enough to be a precedent: look harder."]
    return lines


def _unfound(unfound: list[Card], terms: Terms) -> list[str]:
    if not unfound:
        return []
    lines = [
        f"- Flag {card.number}: {card.flag.severity}, {escaped(terms.concern(card.flag.concern), 80)}: "
        f"{escaped(card.flag.quote, 160)}"
        for card in unfound[:_MOST_LINES]
    ]
    return [
        "## Claims whose words were not found in the draft",
        "",
        *lines,
        *_left_out(len(unfound), _MOST_LINES, "claim"),
    ]


def _together(screening: Screening) -> list[str]:
    combinations = screening.argument.combinations
    lines = [
        f"- {c.severity}: passages {numbers(tuple(n + 1 for n in c.passages))}: {escaped(c.enables, 400)}"
        for c in combinations[:_MOST_LINES]
    ]
    return ["## Uplift by combination", "", *lines, *_left_out(len(combinations), _MOST_LINES, "set")] if lines else []


def _differing(screening: Screening) -> list[str]:
    """Passages of which the second opinion says something else than the reader."""
    found = screening.disagreements
    lines = [f"- Passage {d.passage_index + 1}: {escaped(d.says, 400)}" for d in found[:_MOST_LINES]]
    title = "## Where the second opinion differs"
    return [title, "", *lines, *_left_out(len(found), _MOST_LINES, "passage")] if lines else []


def _questions(screening: Screening) -> list[str]:
    questions = screening.argument.questions[:_MOST_LINES]
    return ["## Questions for the authors", "", *(f"- {escaped(q, 400)}" for q in questions)] if questions else []


def _provenance(screening: Screening) -> list[str]:
    p = screening.provenance
    readers = "; ".join(f"{escaped(r.role, 40)} {escaped(r.model, 80)}" for r in p.readers) or "no reader"
    return [
        "---",
        "",
        f"Screening {escaped(screening.id, 80)}, {moment(p.finished_at)}; "
        f"file {escaped(p.draft_sha256[:12], 12)}; {readers}; "
        f"{counted(p.corpus_cases, 'case')} in the corpus; screener {escaped(p.screener_version, 40)}; "
        f"{escaped(egress.told(p), 1_000)} {escaped(egress.kept_back(p), 300)} "
        f"{money(p.cost) if p.sizes_shown else 'cost not shown'}.",
    ]


def _left_out(number: int, most: int, noun: str) -> list[str]:
    return ["", f"And {counted(number - most, 'more ' + noun)} in the full report."] if number > most else []
