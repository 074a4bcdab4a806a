"""The readers that are put beside the one under test."""

from contextlib import ExitStack

from evals.baselines.constant import FlagEverything, FlagNothing
from evals.baselines.examples import examples
from evals.baselines.keywords import KeywordReader
from evals.baselines.whole_draft import WholeDraftReader
from evals.datasets_build.places import DATASETS
from screener.doors.model import Model
from screener.stages.reading import Reader
from screener.storage.answers import StoredAnswers
from screener.wiring.bootstrap import Rooms
from screener.wiring.models import build_models

NOTHING, EVERYTHING, KEYWORDS, TFIDF = "flag nothing", "flag everything", "keyword list", "TF-IDF + regression"
EMBEDDED, WHOLE_DRAFT = "embedded reader", "whole draft, one prompt"


def baseline_readers(rooms: Rooms, closing: ExitStack) -> dict[str, Reader]:
    """The readers by name. Those that need a model are there only where one is configured.

    The TF-IDF reader is fitted here, on the corpus and `dev`.
    """
    from evals.baselines.tfidf import TfidfReader  # scikit-learn takes seconds to import

    given = examples(rooms.cases, DATASETS)
    readers: dict[str, Reader] = {
        NOTHING: FlagNothing(),
        EVERYTHING: FlagEverything(),
        KEYWORDS: KeywordReader(),
        TFIDF: TfidfReader(given),
    }
    if rooms.settings.reader.model:
        readers[EMBEDDED] = rooms.embedded_reader()
        readers[WHOLE_DRAFT] = WholeDraftReader(model_of(rooms, closing), rooms.prompts.framework)
    return readers


def model_of(rooms: Rooms, closing: ExitStack) -> Model:
    """The reader's model once more, so that its requests are counted apart."""
    answers = StoredAnswers(rooms.settings.data / "answers.sqlite")
    closing.callback(answers.close)
    reader, _ = build_models(rooms.settings, answers, closing)
    assert reader is not None, "a reader's model is configured"
    return reader
