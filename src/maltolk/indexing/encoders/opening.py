"""The encoder that the settings name, ready to use."""

from collections.abc import Callable

from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.settings import Settings


def open_encoder(settings: Settings, progress: Callable[[str], None] | None = None) -> Encoder:
    """The encoder that ``settings.model`` names; prepared first where it is not yet (see ``prepare_model``).

    Raises ModelError.
    """
    if settings.model == HASHING:
        return HashEncoder()
    return OnnxEncoder(settings.model, prepare_model(settings.model, settings.models, progress))
