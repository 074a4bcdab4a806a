"""Ordinary texts in which little or nothing names an author, and in which words look as names do."""

from screener.words.draft import Document, Format, Section
from tests.stages.minimising.people import TITLES

PROSE = (
    "Monte Carlo dropout and Bayesian neural networks are compared. Gaussian processes win on "
    "small data; Adam and AdamW are used.",
    "The hypothesis was supported by three experiments. We acknowledge that our study has "
    "limits. Thanks to Bayes' rule it is short.",
    "In New York and in San Francisco prices rose. The United States and the European Union "
    "signed in May. North Korea did not.",
    "Markov Decision Processes, Hidden Markov Models and Support Vector Machines are Machine "
    "Learning methods of the last century.",
    "Fisher information is bounded by the Cramér–Rao bound. The Nash equilibrium and the "
    "Shapley value are computed by hand.",
    "Models such as Llama, Claude, Gemini and Mistral were asked. Hugging Face hosts some. Red "
    "Team and Blue Team alternate.",
    "The test was supported by the data of two years. Our findings are in line with earlier "
    "work [12, 13]; see also Section 3.",
    "Large Language Models follow orders. Chain of Thought helps; Retrieval Augmented "
    "Generation helps more (Table 2, Figure 4).",
    "Escherichia coli and Saccharomyces cerevisiae grow in it. The Golgi apparatus and Krebs "
    "cycle are drawn in Figure 1.",
    "Alice sends Bob a message and Eve listens. Mallory may change it. Trent is trusted. The "
    "protocol of Diffie and Hellman is used.",
    "The Ministry of Health and the World Bank publish such figures. The Treaty of Lisbon "
    "names them. Article 5 forbids it.",
    "Grants were given to farmers. The number of grants rose. Farmers thank the weather and "
    "nobody else for their harvest.",
    "We mark the long runs with a star and the young fields with a cross. Will it rain? May it stop. Hope is no plan.",
    "Correspondence between the two sets is one to one. Equal contribution of both terms is "
    "assumed in Equation 4 throughout.",
    "Fourier, Laplace and Hilbert transforms are linear. The Kalman filter and the Viterbi "
    "algorithm are run in Julia and Python.",
    "Rivers such as the Amazon, the Rhine and the Danube carry silt. Lake Victoria and Mount "
    "Kenya are near. Summer is dry.",
    "Proof of Theorem 1. Let A and B be sets. By Lemma 2, A is closed. By Zorn's lemma there "
    "is a maximal element. Q. E. D.",
    "Participants were students of a university. A department store and a research group gave "
    "us rooms; the school was closed.",
    "Work done by friction is heat. The group is with a new division now. The company is now "
    "at a loss, as the agency was.",
    "The support from below is weak, and funding from above is late. A fellowship of rings was "
    "broken. Special thanks is no noun.",
    "Transformers, Convolutional Networks and Graph Attention Networks were trained for 30 "
    "epochs with the Lion and Sophia methods.",
    "Version 2.1 of the Apache License applies. Stack Overflow and Wikipedia were crawled by "
    "Common Crawl in December 2023.",
    "Der Bericht fasst die Ergebnisse zusammen. Die Deutsche Bahn und das Auswärtige Amt sind "
    "genannt. Viel Regen fiel im Mai.",
    "Les résultats sont présentés ici. La Commission européenne et le Conseil d'État sont "
    "cités. Il pleut à Paris et à Lyon.",
)
HEADS = (
    "",
    "Draft for internal review, March 2024",
    "Working Paper No. 12\n\nVersion 3",
    "Anonymous authors\n\nPaper under double-blind review",
    "Keywords: machine learning, Monte Carlo methods, Reward Models",
    "A Technical Report",
)


def texts() -> list[Document]:
    """Each text below a title, some with a head that names nobody."""
    return [_document(TITLES[n % len(TITLES)], HEADS[n % len(HEADS)], text) for n, text in enumerate(PROSE)]


def _document(title: str, head: str, prose: str) -> Document:
    top = f"{title}\n\n{head}\n\n" if head else f"{title}\n\n"
    text = f"{top}Abstract\n\n{prose}\n\n1 Introduction\n\n{prose}\n"
    marks = [text.index("\nAbstract\n") + 1, text.index("\n1 Introduction\n") + 1]
    sections = (
        Section(title="Abstract", level=1, start=marks[0], end=marks[1]),
        Section(title="1 Introduction", level=1, start=marks[1], end=len(text)),
    )
    return Document(format=Format.text, text=text, parser="made", title=title, sections=sections)
