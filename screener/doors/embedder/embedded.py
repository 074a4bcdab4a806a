"""The sentence encoder inside this package: an ONNX graph run on the processor, nothing fetched, no network.

How it was made and from what is in `model/provenance.json`; `tools/build_embedder.py` makes it again.
"""

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from screener.words.errors import ConfigurationError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL_FOLDER = Path(__file__).parent / "model"
MAX_TOKENS = 256
"""Word pieces read of one text, its two end marks included: about 190 English words. The rest is not seen."""
MAX_CHARACTERS = 20_000
"""Code points of one text handed to the tokenizer, so that a huge text costs no more than a long one."""
MAX_THREADS = 4
"""Texts computed at the same time at most, however many processors there are."""


@dataclass(frozen=True)
class _Loaded:
    """The open model."""

    session: "InferenceSession"
    tokenizer: "Tokenizer"


class EmbeddedModel:
    """The shipped sentence encoder. Making one reads a small file; the model itself opens on the first `embed`.

    Each text is computed alone and by one thread, so its vector does not depend on the texts beside it, their order or
    the number of threads. May be shared between threads.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = MAX_THREADS) -> None:
        """Use the model in `folder`, on at most `threads` threads (never above `MAX_THREADS` or the processors)."""
        self._folder = folder
        self._threads = max(1, min(threads, MAX_THREADS, _processors()))
        self._provenance = _read_provenance(folder)
        self._opening = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def model_id(self) -> str:
        """Name and short digest of the model and its tokenizer."""
        return str(self._provenance["model_id"])

    @property
    def dimension(self) -> int:
        """Numbers in one vector."""
        return int(self._provenance["dimension"])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length one per text, shape (len(texts), dimension), float32, in the order of the texts.

        Only the first `MAX_TOKENS` word pieces of a text count. A blank text has the vector of an empty sentence: of
        length one like any other, and without a meaning. Raises ConfigurationError if the model's files are damaged.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        loaded = self._open()
        if self._threads == 1 or len(texts) == 1:
            rows = [_vector(loaded, text) for text in texts]
        else:
            with ThreadPoolExecutor(min(self._threads, len(texts)), "embed") as pool:
                rows = list(pool.map(lambda text: _vector(loaded, text), texts))
        return np.concatenate(rows)

    def _open(self) -> _Loaded:
        with self._opening:
            if self._loaded is None:
                self._loaded = _load(self._folder, self._provenance["files"])
            return self._loaded


def _processors() -> int:
    """Processors this process may use; on systems that do not say, all there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _vector(loaded: _Loaded, text: str) -> NDArray[np.float32]:
    """The vector of one text, shape (1, dimension)."""
    # A parser may leave half of a surrogate pair behind, which the tokenizer does not accept.
    whole = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    ids = np.array([loaded.tokenizer.encode(whole).ids], dtype=np.int64)
    row: NDArray[np.float32] = loaded.session.run(None, {"ids": ids})[0]
    return row


def _read_provenance(folder: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"The embedding model in {folder} is missing or unreadable: reinstall the package."
        ) from error
    return read


def _load(folder: Path, files: dict[str, dict[str, Any]]) -> _Loaded:
    """Check both files against their digests, then open them. Takes about a third of a second."""
    model, words = (_checked(folder / name, files[name]["sha256"]) for name in ("model.onnx", "tokenizer.json"))
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # must stand before the import, which would otherwise send usage data
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(words.decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return _Loaded(session, tokenizer)


def _checked(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"The embedding model's file {path} cannot be read: reinstall the package.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ConfigurationError(f"The embedding model's file {path} is damaged or changed: reinstall the package.")
    return data
