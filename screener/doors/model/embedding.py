"""An embedding model behind litellm, for labs that want another than the one that ships."""

from collections.abc import Sequence
from datetime import UTC, datetime
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from screener.doors.model import provider
from screener.doors.model.endpoint import Egress, Endpoint
from screener.words.errors import ConfigurationError, ModelFault
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
        at, began, status, tokens = datetime.now(UTC), monotonic(), "ok", 0
        try:
            self._egress.check(self._endpoint)
            vectors, tokens = provider.embed(self._endpoint, list(texts))
        except ModelFault as fault:
            status = str(fault.because)
            raise ConfigurationError(f"The embedder cannot be used: {fault}") from fault
        finally:
            self.requests.append(
                ModelRequest(
                    at=at,
                    role="embedder",
                    model=self._endpoint.model,
                    host=self._endpoint.host,
                    passages=(),
                    status=status,
                    bytes_out=sum(len(t.encode()) for t in texts),
                    tokens_in=tokens,
                    seconds=round(monotonic() - began, 3),
                )
            )
        return np.array(vectors, dtype=np.float32)
