"""An embedding model behind litellm, for labs that want another than the one that ships."""

from collections.abc import Sequence
from datetime import UTC, datetime
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from screener.doors.model import provider
from screener.doors.model.egress import Egress, Way, leaving
from screener.doors.model.endpoint import Endpoint
from screener.doors.model.record import record_of_the_draft
from screener.doors.model.veiling import hidden_texts
from screener.words.errors import ConfigurationError, ModelFault, NotAllowed
from screener.words.screening import ModelRequest

_BATCH = 64


class LitellmEmbedder:
    """Any embedding model that litellm can reach. Its requests are recorded like a reader's.

    Raises ConfigurationError where the model cannot be used: without vectors there are no precedents, and a report
    that silently lacks them would mislead.
    """

    def __init__(self, endpoint: Endpoint, egress: Egress) -> None:
        self._endpoint, self._egress = endpoint, egress
        self.requests: list[ModelRequest] = []
        self.cache_hits = 0
        self._dimension = 0

    @property
    def model_id(self) -> str:
        """The provider string and the address."""
        return f"{self._endpoint.model}@{self._endpoint.host}"

    @property
    def dimension(self) -> int:
        """Numbers in one vector; asked of the model once."""
        if not self._dimension:
            self._dimension = int(self.embed(["dimension"]).shape[1])
        return self._dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length one per text, shape (len(texts), dimension), in the order of the texts."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = [self._batch(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        vectors = np.concatenate(rows)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)

    def _batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        try:
            self._egress.check(self._endpoint)
        except NotAllowed as refused:
            raise ConfigurationError(f"The embedder cannot be used: {refused}") from refused
        texts = hidden_texts(self._endpoint, texts)
        at, began, status, tokens, way = datetime.now(UTC), monotonic(), "ok", 0, Way(self._endpoint)
        try:
            with leaving(way):
                vectors, tokens = provider.embed(self._endpoint, texts)
        except ModelFault as fault:
            status = str(fault.because)
            raise ConfigurationError(f"The embedder cannot be used: {fault}") from fault
        finally:
            self._note(
                ModelRequest(
                    at=at,
                    role="embedder",
                    model=self._endpoint.model,
                    host=way.host,
                    proxy=self._endpoint.proxy,
                    passages=(),
                    status=status,
                    bytes_out=way.bytes_out,
                    tokens_in=tokens,
                    seconds=round(monotonic() - began, 3),
                )
            )
        return np.array(vectors, dtype=np.float32)

    def _note(self, request: ModelRequest) -> None:
        """In the record of the draft that the texts are from, where one is open; else in the embedder's own."""
        record = record_of_the_draft()
        (self.requests if record is None else record).append(request)
