"""onnxruntime with its telemetry off.

Official builds from 1.29 on otherwise write an identifier of the machine into the user's cache folder and tell their
maker of every model that is opened and how often it runs. The wish is read once, when the library is first imported.
"""

import os
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import SessionOptions


def onnx_runtime() -> ModuleType:
    """The module ``onnxruntime``: the only way to it in this project."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # should another program have imported it before
    module: ModuleType = onnxruntime
    return module


def session_options() -> "SessionOptions":
    """Options that every graph is opened with: silent, and with the same numbers on every x86 processor.

    Without VNNI instructions onnxruntime otherwise adds pairs of 8-bit products in 16 bits, where they overflow
    (docs/adr/0006).
    """
    options: SessionOptions = onnx_runtime().SessionOptions()
    options.log_severity_level = 4
    options.add_session_config_entry("session.x64quantprecision", "1")
    return options
