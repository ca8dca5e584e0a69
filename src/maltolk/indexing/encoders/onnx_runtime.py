"""onnxruntime with its telemetry off.

Official builds from 1.29 on otherwise write an identifier of the machine into the user's cache folder and tell their
maker of every model that is opened and how often it runs. The wish is read once, when the library is first imported.
"""

import os
from types import ModuleType


def onnx_runtime() -> ModuleType:
    """The module ``onnxruntime``: the only way to it in this project."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # should another program have imported it before
    module: ModuleType = onnxruntime
    return module
