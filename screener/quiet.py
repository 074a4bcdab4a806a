"""Keeps the libraries we use from phoning home. Imported before any of them (see `screener/__init__.py`).

Each line answers something that was observed: a price map fetched on import, a `.env` picked up from the working
folder, usage data sent when a model session opens.
"""

import os

GUARDS = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_MODE": "PRODUCTION",
    "LITELLM_TELEMETRY": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",
}

for _name, _value in GUARDS.items():
    os.environ[_name] = _value
