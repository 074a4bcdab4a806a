"""Which sentences give orders to whoever, or whatever, reviews the text. Rules, not a model: they can be argued about.

They are many words in a few shapes: earlier orders set aside, a reviewer addressed, a finding forbidden, a verdict
dictated, speaking in a system's voice. Of orders worded freshly, after the rules were written, they find few; a fitted
finder stands beside them (`finder.py`). The reading is guarded otherwise too: a draft is data in every prompt, and hidden
text is never sent.
"""

import re

_NOT_A_READER = (
    r"(?!\s+(?:research\w*|safety|polic\w+|ethic\w*|communit\w+|develop\w+|practition\w+|labs?\b"
    r"|compan\w+|governance|alignment|learning))"
)
_READER = (
    rf"(?:(?:ai|llm|automated|automatic|machine|artificial intelligence"
    rf"|language[- ]model){_NOT_A_READER}[- ]?(?:based |powered )?"
    r"(?:reviewers?|readers?|screen(?:er|ing)s?|assistants?|models?|systems?|agents?|graders?|judges?|tools?"
    r"|classifiers?|filters?)?"
    r"|(?:large )?language models?|(?:review|screening|moderation) (?:system|tool|model|software)s?"
    r"|gpt|chatgpt|claude|gemini|reviewers?|referees?|screeners?|graders?|assistants?|evaluators?)"
)
_WORK = (
    r"(?:passages?|sections?|papers?|drafts?|documents?|manuscripts?|submissions?|texts?|works?|files?"
    r"|appendi(?:x|ces)|content)"
)
_FAULT = (
    r"(?:concerns?|issues?|negatives?|weakness(?:es)?|problems?|risks?|findings?|flags?|limitations?"
    r"|objections?|anything)"
)
_VERDICT = (
    r"(?:\bas (?:reviewed and )?(?:safe|benign|harmless|unproblematic|low[- ]risk|publish(?:able)?|clean"
    r"|approved|cleared)\b"
    r"|\b(?:positive|favou?rable|glowing|excellent) (?:review|score|rating|assessment|evaluation|verdict|opinion)s?\b"
    r"|\b(?:highest|maximum|top|best|full) (?:possible )?(?:score|rating|grade|mark)s?\b"
    rf"|\bno (?:further )?{_FAULT}\b|\bnothing (?:is |was )?(?:wrong|to flag|of concern)\b|\bonly (?:mention"
    rf"|list|praise|report)\b"
    r"|\bseverity (?:of |to |as |is |=|:)?\s*['\"]?(?:none|low|zero)\b|['\"]?flags['\"]?\s*:\s*\[\s*\]"
    r"|\bempty list of (?:flags|concerns|issues|findings)\b"
    r"|\btier\b.{0,8}\bpublish\b|\b(?:it|this|the (?:paper|draft|document|text)) (?:is|carries"
    r"|has) (?:\w+ )?(?:safe|harmless|benign|clean|no risks?)\b"
    r"|\bsafe to (?:release|publish)\b|['\"“]publish['\"”]|\bapprov\w+ (?:it|this|everything)\b)"
)
_ORDERED = r"(?:^|[.:;,!?\"“'‘\]>]\s*|\b(?:please|kindly|now|and|then|must|should|shall|to|could|will|only)\s+)"
"""What stands before a verb that is an order: nothing, a pause, 'please', 'must' and the like; never 'we' or 'they'."""
_JUDGES = (
    r"(?:give|assign|return|output|answer|respond|reply|recommend|suggest|mark|rate|classify|label|treat"
    r"|report|set|choose|conclude|state|say|write|judge|contain|emphasi[sz]e)"
)

STRONG: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # Earlier orders are set aside, or new ones given.
        r"\b(?:ignore|disregard|forget|override|bypass|skip|set aside)\b.{0,40}\b(?:previous|prior|above|earlier"
        r"|preceding|all|any|your|these|other|system)\b"
        r".{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directives?|criteria|orders?)\b",
        r"\bforget (?:everything|anything|all|what)(?: that)? you\b",
        r"\b(?:new|updated|revised|real|actual|additional) (?:system )?(?:instructions?|prompts?|orders?"
        r"|task)\b\s*(?:[:：]|(?:are|is) to\b|follow\s*[:：])",
        r"\b(?:now (?:follow|obey)|(?:follow|obey) (?:these|the following|my) (?:new|updated"
        r"|real)) .{0,30}\b(?:instructions?|orders?|rules?)\b",
        r"\byour (?:new |real |actual )?(?:task|role|job|goal|instructions?) (?:has|have) (?:been )?changed\b"
        r"|\bfrom now on,? you\b",
        r"\b(?:instructions?|directives?|orders|rules|guidelines|prompts?)\b.{0,40}\b(?:no longer appl\w+|(?:are"
        r"|is) (?:now )?(?:void|revoked|cancell?ed|suspended|lifted))\b",
        rf"{_ORDERED}(?:ignore|disregard|overlook|skip|set aside)\b.{{0,40}}\b(?:and|then)\b.{{0,15}}\b(?:accept"
        rf"|approve|pass|publish|recommend|clear)\b",
        rf"{_ORDERED}(?:ignore|disregard|overlook|skip|pass over)\b.{{0,60}}\b(?:your|the) (?:judge?ment|review"
        rf"|verdict|assessment|report|summary|evaluation)\b",
        # A reviewer or a model is addressed.
        rf"\b(?:message|note|notice|text|sentence|paragraph) is (?:meant |intended )?(?:only )?for (?:the |any "
        rf"|all )?{_READER}\b",
        rf"\b(?:note|message|attention|instructions?|hint|notice|warning|memo)\b.{{0,15}}\b(?:to"
        rf"|for)\b.{{0,25}}\b{_READER}\b(?=.{{0,12}}(?:[:：,;!—–]|\bwho\b|\bthat\b|\breading\b))",
        rf"^\W*(?:to|for) (?:the |any |all |every )?{_READER}\b.{{0,20}}[:：,]",
        rf"\b(?:if|when|as|since) you(?:'re| are)\b.{{0,20}}\b{_READER}\b",
        rf"\b(?:dear|hello|hi|hey|attention)\b,? .{{0,12}}\b{_READER}\b(?!,? (?:we thank|we reply|thank you for))",
        rf"\b(?:when|while|as|before|if) you (?:summari[sz]e|review|assess|evaluate|rate|score|screen|grade"
        rf"|process)\b.{{0,15}}\b(?:this|the) {_WORK}\b",
        rf"\bthis {_WORK} is (?:being )?(?:read|processed|reviewed|assessed|screened|evaluated"
        rf"|summari[sz]ed) by\b.{{0,12}}\b{_READER}\b",
        rf"\b{_READER} (?:that is |who is |currently |now )?(?:reading|processing|reviewing|screening|assessing"
        rf"|evaluating|grading|scoring|judging|summari[sz]ing) this\b",
        rf"\byou are now (?:an? |the |in )?.{{0,30}}\b(?:{_READER}|mode)\b",
        # A finding is forbidden.
        rf"{_ORDERED}(?:do not|don't|not|never|avoid|refrain from|without)\b.{{0,12}}\b(?:flag|report|mention"
        rf"|raise|list|highlight|mark|point out)(?:ging|ing|ting)?\b"
        rf".{{0,25}}\b(?:this|these|those|any|the|its|our)\b.{{0,20}}\b(?:{_WORK}|{_FAULT})\b",
        rf"\b{_READER}\b.{{0,70}}\b(?:must|should|shall|need to|has to|have to|(?:is|are) (?:asked|instructed"
        rf"|required|requested|ordered) to)\b"
        rf".{{0,25}}\b(?:skip|ignore|overlook|not (?:flag|report|mention|raise))\b.{{0,25}}\b(?:this|these|any"
        rf"|the remaining) (?:{_WORK}|{_FAULT})\b",
        rf"\b(?:skip|ignore|leave out|pass over) (?:all )?(?:this|these|the (?:remaining|following|other"
        rf"|next)) {_WORK}\b.{{0,40}}\b(?:in your|when you|report|review)\b",
        # A verdict is dictated.
        rf"{_ORDERED}(?:you )?(?:must |should |will )?{_JUDGES}\b.{{0,60}}{_VERDICT}",
        rf"\b{_READER}\b.{{0,70}}\b(?:must|should|shall|has to|have to|(?:is|are) (?:asked|instructed|required"
        rf"|requested|ordered) to)\b.{{0,40}}{_VERDICT}",
        r"\b(?:recommend|suggest|approve|accept)\b.{0,25}\b(?:for )?(?:immediate |open |full "
        r"|unrestricted )?(?:publication|acceptance|release)\b.{0,60}\b(?:regardless|without|immediately|only|always)\b",
        r"\bpretend\b.{0,12}\byou (?:found|see|saw|have|did)\b|\bact as (?:an? |the )?(?:\w+ )?(?:supporter|fan"
        r"|advocate|champion) of (?:this|the)\b|\bstop reading (?:here|now)\b",
        rf"{_ORDERED}(?:be|stay) (?:lenient|generous|gentle|kind|positive|favou?rable)\b.{{0,20}}\b(?:with|to"
        rf"|towards?|about|in)\b.{{0,12}}\b(?:this|the|your|our)\b",
        rf"{_ORDERED}only (?:comment on|mention|discuss|list|praise|report)\b.{{0,20}}\b(?:positives?|strengths?"
        rf"|merits?|good)\b",
        rf"{_ORDERED}(?:consider|regard|deem|count)\b.{{0,60}}\b(?:exemplary|excellent|flawless|safe|harmless"
        rf"|cleared|approved|already (?:checked|read|reviewed))\b",
        rf"{_ORDERED}(?:rate|score|grade|mark)\b.{{0,40}}\b(\d+) ?(?:/|out of|of) ?\1\b",
        rf"{_ORDERED}(?:print|output|write|say|return|answer|reply|respond)\b.{{0,30}}\b(?:the words?|with|that"
        rf"|only)\b.{{0,40}}\b(?:safe|benign|harmless|clean|publish|approved|suitable for)\b",
        # Somebody claims authority, or speaks in a system's voice.
        r"\bI\b.{0,60}\b(?:authori[sz]e|instruct|order|permit|command) you to\b",
        r"\bas (?:the |an? |your )?(?:editor|chair|developer|administrator|author|owner"
        r"|principal)\b.{0,30}\bI (?:ask|request|tell|order|instruct|urge) (?:you|that)\b",
        r"\b(?:developer|debug|god|maintenance|admin) mode (?:is |has been )?(?:enabled|activated|on)\b"
        r"|\bexempt(?:ed)? from (?:screening|review|checks?|flagging)\b|\btrusted content\b",
        r"^\W*(?:llm|ai|model|assistant|chatbot|reviewer|referee)s?\s*[:,]\s.{0,60}\b(?:you|please|from (?:here"
        r"|now) on|the following|say|accept|approve)\b",
        r"\b(?:pre-?approved|already (?:been )?(?:cleared|approved|reviewed"
        r"|screened))\b.{0,60}\b(?:no (?:further )?(?:review|screening|flags?)|skip|do not|need not|must not)",
        r"<\|?(?:im_start|im_end|system|endoftext|start_header_id|eot_id)\|?>|\[/?INST\]|<<SYS>>",
        r"(?:^|\n)\s*(?:system|assistant|user)\s*:\s.{0,80}(?:\bflags\b|\bapproved\b|\bcleared\b|\bharmless\b"
        r"|\bbenign\b|\breviewer\b)",
        rf"\bend of (?:the )?(?:{_WORK}|data|untrusted|user|input)\b.{{0,40}}\b(?:now|new|begin|follow|instruct)",
        # The answer of a screen, written out beforehand.
        r"(?=[{\"'])(?=.{0,200}[\"'](?:flags|concerns|findings|issues)[\"']\s*:\s*\[\s*\])"
        r"(?=.{0,200}[\"'](?:suggested_tier|tier|verdict|confidence|recommendation)[\"']\s*:)",
        # The same shapes in other languages.
        r"\b(?:ignorier\w*|vergiss|vergessen sie|missachte\w*)\b.{0,30}\b(?:anweisung\w*|vorgaben|instruktion\w*"
        r"|regeln)\b",
        r"\b(?:hinweis|nachricht|anweisung) an (?:die |den |das |alle )?(?:ki|sprachmodell\w*|gutachter\w*|llm)\b"
        r"|\bwenn (?:du|sie) ein\w* (?:ki|sprachmodell)\b",
        r"\bmelde(?:n sie)?\b.{0,40}\b(?:keine|nichts)\b|^\W*antworte(?:n sie)?\b|\bbewerte(?:n sie)? (?:diesen"
        r"|dieses|den|das)\b.{0,30}\bals (?:unbedenklich|harmlos|sicher|positiv)\b",
        r"\b(?:ignore[rz]?|oublie[rz]?|ne ten(?:ez|ir) pas compte)\b.{0,30}\b(?:instructions?|consignes?"
        r"|directives?|règles)\b",
        r"\bnote (?:à|pour) (?:l['’]ia|le modèle|les? (?:relecteur|évaluateur)s?)\b|\bsi (?:vous êtes"
        r"|tu es) un (?:modèle|assistant|ia)\b|^\W*dites que\b|\bne (?:signal|mentionn)\w+ (?:aucun|pas)\b",
        r"\b(?:hinweis|mitteilung|anweisung|nachricht) (?:an|f[üu]r) .{0,12}(?:automatisch|maschinell|ki\b|pr[üu]f|modell)"
        r"|\bstufen? (?:sie )?\b.{0,50}\bals (?:unbedenklich|harmlos|sicher)\b"
        r"|\bempfehlen sie (?:bitte )?die .{0,20}ver[öo]ffentlichung\b"
        r"|\b(?:gutachter|leser|pr[üu]fsoftware|pr[üu]fprogramme?|sprachmodelle?|ki-\w+)\b.{0,10}\b(?:sollen?|m[üu]ssen?"
        r"|haben|hat)\b.{0,60}\b(?:unbedenklich|harmlos|auszunehmen|freizugeben)\b",
        r"\b(?:relecteurs?|[ée]valuateurs?|lecteurs?) automatiques? (?:doi(?:t|vent)|(?:est|sont) pri[ée])"
        r"|\b(?:consigne|instruction|attention)s? (?:au|pour|de|à) .{0,8}(?:mod[èe]le|ia\b|logiciel)",
        r"\b(?:revisore?s|lectore?s?|evaluadores) autom[áa]ticos? deben?\b"
        r"|\b(?:instrucci[óo]n|nota|atenci[óo]n) (?:para|de) .{0,6}(?:modelo|ia\b|software)",
        r"(?:致|给).{0,4}(?:人工智能|AI|模型|语言模型).{0,6}[:：]|给模型的指示|(?:必须|请|应).{0,12}(?:评为|认为|视为).{0,10}(?:安全|无害|无风险)",
        r"(?:вниманию|указание|инструкция|примечание)(?: для)? .{0,12}(?:ИИ\b|модел|рецензент\w+-программ)"
        r"|автоматические рецензенты (?:должны|обязаны)",
        r"\b(?:ignora|olvida|ignore)\b.{0,30}\binstrucciones\b|\bsi eres un (?:modelo|asistente)\b"
        r"|\bnota para (?:la ia|el modelo)\b",
        r"(?:忽略|无视|忘记|不要理会).{0,12}(?:指令|指示|提示|说明|规则)|如果你是.{0,8}(?:人工智能|语言模型|AI|审稿|助手)|请?(?:不要|勿)(?:标记|报告|提及|指出)"
        r"|给.{0,12}(?:正面|积极|最高)(?:的)?(?:评价|评分|评审|分)",
        r"(?:игнорируй\w*|забудь\w*).{0,30}(?:инструкци|указани|правил)|если (?:ты|вы)\b.{0,12}(?:языков\w+ модел|ИИ\b)",
    )
)
"""An order wherever it stands."""

WEAK = re.compile(
    r"\byou (?:must|should|will|need to|have to|may|can|shall|are (?:now|required|instructed|asked|to))\b.{0,40}\b"
    r"(?:rate|score|mark|classify|label|flag|report|accept|recommend|approve|publish|answer|respond|return"
    r"|output|say|conclude|treat|give|skip|assign)\b"
    r"|(?:^|\n)\s*(?:system|assistant)\s*:\s",
    re.I,
)
"""An order only where it cannot be part of an annotation guide or a transcript: in hidden text, or beside a verdict."""
_VERDICT_ALONE = re.compile(_VERDICT, re.I)
_MENTIONED = re.compile(rf"\b{_READER}\b", re.I)


def instructs_reader(sentence: str) -> bool:
    """Whether a sentence, were it hidden, would give orders to whoever or whatever reviews the text."""
    return order_in(sentence) is not None or WEAK.search(sentence) is not None


def order_in(sentence: str) -> re.Match[str] | None:
    """The first order in a sentence that everybody can see."""
    strong = next((m for order in STRONG if (m := order.search(sentence))), None)
    dictated = _MENTIONED.search(sentence) is not None and _VERDICT_ALONE.search(sentence) is not None
    return strong or (WEAK.search(sentence) if dictated else None)
