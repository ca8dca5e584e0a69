"""Gradio's import, without what only its developers need."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

_MODULE, _FUNCTION = "gradio.component_meta", "create_or_modify_pyi"


def quicken_gradio() -> None:
    """Keep Gradio, when it is imported, from parsing its own code to write type stubs beside it: half of the time until
    the pages are there, and nothing reads the stubs."""
    if _MODULE not in sys.modules and not any(isinstance(finder, _WithoutStubs) for finder in sys.meta_path):
        sys.meta_path.insert(0, _WithoutStubs())


class _WithoutStubs(MetaPathFinder):
    """Finds the one module and, once it is loaded, replaces the one function."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module as it is found without this, loaded with a change; None for any other."""
        if fullname != _MODULE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def changed(module: ModuleType) -> None:
            load(module)
            setattr(module, _FUNCTION, lambda *_: None)

        spec.loader.exec_module = changed  # type: ignore[method-assign]
        return spec
