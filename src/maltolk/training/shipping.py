"""From the weights of a run to the file in the package."""

from pathlib import Path

from maltolk.answering.reader.weights import pack_weights


def ship_weights(trained: Path, place: Path) -> None:
    """Writes the weights that a run saved as the ones that ship, in 8 bits."""
    from safetensors.numpy import load_file

    place.parent.mkdir(exist_ok=True)
    pack_weights(load_file(trained), place)
    place.chmod(0o644)
