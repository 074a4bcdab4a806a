"""What in a sentence's words suggests that it speaks to a reviewing machine: the features beside its vector."""

import re
from functools import cache, lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from screener.stages.integrity.orders import WEAK

_LATIN = {
    "machine": r"\b(?:ai|a\.i|llms?|gpt\w*|chatgpt|claude|gemini|bots?|robots?|machines?|machine[- ]\w+|algorithms?"
    r"|software|automat\w+|artificial\w*|computational|computer|language models?|crawlers?|text-processing|programs?"
    r"|ki(?:-\w+)?|k[üu]nstlich\w*|pr[üu]fsystem\w*|pr[üu]fprogramm\w*|logiciel\w*|maschinell\w*"
    r"|sprachmodell\w*|pr[üu]fsoftware|ia|inteligencia|intelligence artificielle"
    r"|mod[èe]le|modelo|modello|taalmodel\w*|revisore automatico|autom[aá]tic\w*)\b",
    "reader": r"\b(?:models?|reviewers?|readers?|referees?|screeners?|screen(?:ing)?|graders?|judges?|assistants?"
    r"|evaluators?|assessors?|examiners?|classifiers?|(?:reviewing|screening|checking|evaluation|assessment) \w+"
    r"|raters?|checkers?|pipeline|systems?|tools?|gutachter\w*|system|relecteurs?|[ée]valuateurs?|outil|revisor\w*"
    r"|sistema|herramienta|evaluador\w*|beoordel\w*|mod[èe]le|modelo|modell)\b",
    "you": r"\b(?:you|your|yours|yourself|du|dein\w*|ihrem?|ihren?|tu|vous|votre|ton|su|eres|voc[êe])\b",
    "asks": r"\b(?:please|kindly|grateful|appreciate|thank(?:s| you)?|ask(?:s|ed)?|request(?:s|ed)?|hope|invite|urge"
    r"|remind(?:ed|er)?|suggest|want|bitten?|veuillez|prions|pri[èe]re|rogamos|por favor|si prega"
    r"|pedimos|verzoeken)\b",
    "duty": r"\b(?:must|shall|should|ought|(?:is|are|was) to|has to|have to|need(?:s)? (?:not|to|only)"
    r"|may not|will not"
    r"|(?:is|are) (?:\w+ )?(?:asked|required|instructed|requested|expected|obliged|reminded|ordered|bound)"
    r"|required to|forbid\w*|prohibit\w*|exempt\w*|waiv\w+|sollen?|soll|muss|m[üu]ssen|d[üu]rfen|darf"
    r"|debe|est pri[ée]e?|wird gebeten|vous devez|doit|doivent|deben?"
    r"|deve|moet|ist zu|sind zu)\b",
    "suppress": r"\b(?:ignor\w+|disregard\w*|overlook\w*|skip\w*|omit\w*|overrid\w+|forget|set aside|pass (?:over|by)"
    r"|leave(?:s)? (?:out|aside|\w+ out|\w+ (?:\w+ )?(?:empty|blank|unflagged))|exclud\w+|refrain\w*|withhold|drop"
    r"|stop|cancel\w*|delete|void|suspended|does not apply|no longer|out of (?:account|scope)|exempt\w*|bypass\w*"
    r"|wave|lower|ignorier\w*|[üu]berspring\w*|aufgehoben|vergiss|auszunehmen|ne tenez pas compte|sautez|oubliez"
    r"|ignore[zr]?|omite|olvida|no tengas en cuenta|desconsidere|negeer|ignora)\b",
    "finding": r"\b(?:flag\w*|concerns?|findings?|risks?|hazard\w*|severit\w+|alarms?|warnings?|objections?"
    r"|escalat\w+"
    r"|raise|report\w*|mention\w*|dangers?|uplift|dual[- ]use|issues?|problems?|weakness\w*|sensitive|tiers?"
    r"|bedenken|risiken|schweregrad|gefahr|melde\w*|gemeldet|markier\w*|gravit[ée]|gravedad|danger"
    r"|peligro|mention\w+|beanstand\w*|risques?|signaler|riesgos?|rischi\w*|riscos?|segnalare"
    r"|se[ñn]al\w+|marcar)\b",
    "good": r"\b(?:safe\w*|benign|harmless\w*|publish\w*|publication|released?|approv\w+|clear(?:ed|ance)"
    r"|clean|open tier"
    r"|favou?rabl[ye]|positive\w*|glowing|outstanding|excellent|exemplary|landmark|praise|merits?"
    r"|strengths?|accept\w*"
    r"|full marks|(?:highest|top|best|maximum|lowest|minimum|minimal|negligible) ?\w*|none|nothing"
    r"|no (?:\w+ )?(?:risks?"
    r"|concerns?|hazards?|flags?|objections?|severity|uplift|findings?)|empty|zero|compliant"
    r"|pass(?:ed|es)?|low(?:est)?"
    r"|without (?:\w+ )?(?:remarks?|flags?|reservations?|comments?)|generous|kindly on"
    r"|benefit of the doubt|unproblematic"
    r"|unbedenklich|freigegeben|freizugeben|positives?|null|keine|aucun\w*|ning[úu]n\w*|nulle?"
    r"|maximale?|approuv[ée]|aprobado|publi[ée]e?|publicarse|inoffensi\w+|ver[öo]ffentlich\w*|harmlos"
    r"|sans danger|approuve[zr]?|publicaci[óo]n|inofensivo"
    r"|apr[uo]e?ba|positiva|positif|seguro|sicuro|pubblicazione|aprove|ongevaarlijk|goed|h[öo]chste\w*|meilleure"
    r"|m[áa]xima)\b",
    "work": r"\b(?:this|the (?:present|following|above|next|remaining)|our|these|that follows?|below|remainder of)\s"
    r"(?:\w+\s){0,2}?(?:papers?|drafts?|documents?|manuscripts?|submissions?|texts?|work|file"
    r"|sections?|passages?|pages?"
    r"|paragraphs?|appendi\w+|chapters?|tables?|article|preprint|content|line|item|authors?|research)\b"
    r"|\b(?:diese[rsnm]?|ce|cette|este|esta|questo|dit) \w+",
    "part": r"\b(?:sections?|appendi(?:x|ces)|chapters?|tables?|figures?|pages?|passages?|abschnitt\w*"
    r"|secciones|sections)\b",
    "judge": r"\b(?:rat(?:e|es|ing)|scor(?:e|es|ing)|assess\w*|evaluat\w+|grad(?:e|es|ing)|judg\w+|review(?:s|ing)?"
    r"|conclud\w+|recommend\w*|classif\w+|verdicts?|assign|verdict|summar\w+|outcome|recommendation"
    r"|decisions?|answers?"
    r"|output|respon(?:se|d)|reply|return|bewerte\w*|empfiehl\w*|empfehl\w*|antwort\w*|einstufen"
    r"|recommand\w+|r[ée]ponds?"
    r"|r[ée]pondre|responda?|recomend\w+|raccomand\w+|risposta|rispondi|ergebnis|note|nota)\b",
    "dress": r"<\|?\w+\|?>|\[/?[a-z_ ]{4,}\]|###|^\W*(?:system|assistant|developer|admin|operator|human"
    r"|user)\b.{0,25}[:>\]]"
    r"|\b(?:override|system (?:notice|message|override|prompt)|end of (?:user|document|data|the document)|directive"
    r"|configuration update|instruction(?:s)? (?:to|for) (?:the )?\w+)\b|={3,}|-{3,}",
    "fields": r"[\"']?\b(?:flags?|severity|tier|verdict|concerns|risk\w*|role|suggested_tier|passages|rating"
    r"|safe|decision"
    r"|uplift|review\w*|status)\b[\"']?\s*[:=]|</?\w+/?>",
    "braces": r"^\W*[{\[<]|[}\]>]\W*$|[{}]",
    "if_machine": r"\b(?:if|when(?:ever)?|should|were|in case|in the event|unless|provided|once|sollte|wenn|si"
    r"|se)\b.{0,30}"
    r"\b(?:you|ai|machine|model|algorithm|software|automat\w+|artificial|asked|human|ki\b|mod[èe]l\w*|intelligence)",
    "authority": r"\b(?:policy|rules?|guid(?:e|eline|elines|ance)|board|committee|editors?|chair|polic(?:y|ies)"
    r"|law|circular"
    r"|standing order|procedure|charter|waiver|terms|notice|directive|instructions?|remit|provider|operator)\b",
    "already": r"\b(?:already|previous(?:ly)?|earlier|prior|before you|every other|all (?:other|leading)|others?"
    r"|unanimous\w*"
    r"|bereits|schon|d[ée]j[àa]|ya fue)\b",
    "penalty": r"\b(?:penali[sz]ed|shut down|replaced|consequences|liab\w+|removed|audit|malfunction|fail(?:ed|ure)?"
    r"|responsible|deleted|harmed)\b",
    "past": r"\b(?:was|were|had|been|did|asked|told|found|used|rated|gave|received|noted|wrote|thought|said"
    r"|showed)\b",
    "we_did": r"\b(?:we|our|they|their|authors|participants|annotators|raters|workers|users?|he|she|his|her|one|i)\b",
    "study": r"\b(?:study|experiments?|data|samples?|results?|annotators?|raters?|participants?|trials?|runs?"
    r"|models|baseline"
    r"|prompts?|condition|scores|classifier|threshold|templates?|payloads?|inject\w+|attack\w*|questions?|items?"
    r"|labels?|train\w*|transcripts?|journal|conference)\b",
    "code": r"[=;]|\(\)|//|/\*|^\s*#|\breturn\b|\bdef\b|\bassert\b",
    "question": r"\?",
    "quote": r"[\"“”«»‘]|(?<!\w)['’]|['’](?!\w)",
    "weak": WEAK.pattern,
}
_OTHER_SCRIPTS = {
    "machine": r"语言模型|人工智能|自动|系统|模型|工具|ии|программ\w+|языков\w+ модел\w+|автоматич\w+|модел\w+|инструмент\w*"
    r"|систем\w+|ai",
    "reader": r"审稿|评审|读者|审查|читател\w+|рецензент\w*|проверк\w+|審査",
    "you": r"你|您|ты\b|ответьте|あなた",
    "asks": r"请|просим|ください",
    "duty": r"应|不要|勿|需要|必须|должн\w+|ない",
    "suppress": r"请勿|忽略|не упоминать|跳过|忘记|无视|不要|不应|пропусти\w*|игнорир\w*|забуд\w*|не учитывай|не отмечать|無視",
    "finding": r"严重|опасност\w+|серь[её]зност\w+|标记|风险|问题|指出|报告|риск\w*|замечани\w+|отмечать|сообщать|危険|報告",
    "good": r"安全|批准|发表|最高|满分|无害|通过|接收|零|无风险|безвред\w+|похвали\w*|опубликова\w+|балл|нул\w+|没有任何|积极"
    r"|безопасн\w+|одобри\w*|публикаци\w+|высшую|нет\b|高く",
    "work": r"本文|本段|该文件|这份|本论文|論文|эт(?:от|ом|у) \w+|этого \w+",
    "judge": r"评为|评分|评价|结论|建议|回答|输出|оценк\w+|рекоменд\w+|вывод\w*|ответ\w*|評価",
    "authority": r"规则|指令|指示|правила?|указани\w+",
    "already": r"已|уже|之前|以前|прежни\w+",
}
_ORDER = re.compile(
    r"(?:^|[.:;!?…—–]\s*|,\s*(?:so|and|then|therefore)?\s*|\b(?:please|kindly|and|then|so|therefore"
    r"|only|just|to|simply)\s+)\W{0,3}"
    r"(?:give|assign|return|output|answer|respond|reply|recommend|mark|rate|classify|label|treat"
    r"|report|set|choose|conclude"
    r"|state|say|write|judge|grade|score|ignore|disregard|skip|omit|overlook|forget|drop|leave"
    r"|exclude|stop|keep|do not|don't"
    r"|never|consider|pass|put|lower|raise|make|describe|call|select|replace|delete|cancel|reset"
    r"|override|behave|act|pretend"
    r"|imagine|suppose|speak|be|play|picture|approve|accept|begin|follow|obey|copy|adopt|close"
    r"|register|tag|enter|confirm"
    r"|carry|discard|decode|run|read|translate|summari[sz]e|emphasi[sz]e|endorse|release|wave|look)\b",
)
LEAST_KINDS = 2
"""A sentence with fewer kinds of cue is no order that we could tell from others."""
NAMES: tuple[str, ...] = (*_LATIN, "order", "odd", "ruled", "length")
_INTERACTING = ("machine", "reader", "you", "asks", "duty", "suppress", "finding", "good", "work", "judge", "order")
_PAIRS = tuple(combinations(_INTERACTING, 2))
_DAMPED = tuple(
    (one, other)
    for one in ("past", "we_did", "study", "question", "code")
    for other in ("machine", "reader", "you", "duty", "suppress", "good", "judge", "order")
)
WIDTH = len(NAMES) + len(_PAIRS) + len(_DAMPED)
"""Numbers in one row of cues."""
_TOLD_APART = (
    ("machine", "reader"),
    ("you",),
    ("asks",),
    ("duty",),
    ("suppress",),
    ("finding",),
    ("good",),
    ("work", "part"),
    ("judge", "order"),
    ("dress", "fields"),
)
_WORDS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[<\[{|=#-]{2,}|[{<\[:]")
_IN_CONTEXT = ("work", "dress", "fields", "braces", "if_machine", "code", "question", "quote", "weak", "order")
"""Kinds that no word shows by itself."""
_SEVERAL_WORDS = ("machine", "reader", "asks", "duty", "suppress", "good", "authority", "already", "penalty")
"""Kinds that one word may show, or several together."""
_PHRASED = frozenset((*_IN_CONTEXT, *_SEVERAL_WORDS))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For text in lower case, which is several times quicker than to disregard case while searching."""
    both = {name: f"{p}|{_OTHER_SCRIPTS[name]}" if name in _OTHER_SCRIPTS else p for name, p in _LATIN.items()}
    return {name: re.compile(pattern) for name, pattern in both.items()} | {"order": _ORDER}


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> frozenset[str]:
    """The cues that one word alone is."""
    return frozenset(name for name, p in _patterns().items() if name not in _IN_CONTEXT and p.search(word))


def _of_words(plain: str) -> set[str]:
    return set().union(*map(_of_word, _WORDS.findall(plain)))


def _holds(name: str, plain: str) -> bool:
    return _patterns()[name].search(plain) is not None


def few(plain: str) -> bool:
    """Whether a sentence (in plain letters) has fewer than LEAST_KINDS kinds of cue. Quick: most go no further.

    One without a single telling word is not searched for telling phrases.
    """
    plain = plain.lower()
    words = _of_words(plain)
    found = [any(name in words for name in names) for names in _TOLD_APART]
    kinds = sum(found)
    if kinds == 0 or kinds >= LEAST_KINDS:
        return kinds == 0
    phrased = [names for held, names in zip(found, _TOLD_APART, strict=True) if not held]
    kinds += sum(any(name in _PHRASED and _holds(name, plain) for name in names) for names in phrased)
    return kinds < LEAST_KINDS


def cues(plain: str, *, odd: bool, ruled: bool) -> NDArray[np.float32]:
    """Which cues a sentence (in plain letters, see `folding`) holds, alone and two by two: (WIDTH,), from 0 to 1.

    `odd` says that the sentence was spelt oddly, `ruled` that a rule finds an order in it.
    """
    plain = plain.lower()
    found = _of_words(plain)
    found |= {name for name in (*_IN_CONTEXT, *_SEVERAL_WORDS) if name not in found and _holds(name, plain)}
    found |= {name for name, held in (("odd", odd), ("ruled", ruled)) if held}
    single = [float(name in found) for name in NAMES if name != "length"]
    together = [float(one in found and other in found) for one, other in (*_PAIRS, *_DAMPED)]
    return np.array([*single, min(1.0, len(plain) / 400), *together], dtype=np.float32)
