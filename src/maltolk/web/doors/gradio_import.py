"""Gradio's import, without what these pages never use of it: half of the time until they are there."""

import importlib
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


def import_gradio() -> None:
    """Import Gradio, sparing what only others than these pages need:

    - the type stubs that it writes beside its code after parsing it;
    - its command line, and with it the packages that only a terminal needs;
    - MCP, which it does without where that is not installed (maltolk's own server of it is another);
    - pandas, which is loaded when something of it is used;
    - the two applications that it makes of a page before the page is mounted, when it makes the one that counts.
    """
    if "gradio" not in sys.modules:
        sparing = _Sparing()
        sys.meta_path.insert(0, sparing)
        try:
            importlib.import_module("gradio")
        finally:
            sys.meta_path.remove(sparing)
    setattr(importlib.import_module("gradio.blocks"), "App", _NoApplication)  # noqa: B010  # mounting has its own


class _NoApplication:
    """What a page is made into before it is mounted."""

    @staticmethod
    def create_app(_page: object, mcp_server: bool) -> None:
        """Nothing."""


class _Sparing(MetaPathFinder):
    """Finds four modules otherwise than Python does, and no others."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module as it is to be loaded; None for those that are loaded as ever. Raises ModuleNotFoundError."""
        if fullname == "mcp":
            raise ModuleNotFoundError("not needed by these pages", name=fullname)
        if fullname == "gradio.cli":
            return ModuleSpec(fullname, _NoCommands())
        if fullname not in {"gradio.component_meta", "pandas"}:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        if fullname == "pandas":
            spec.loader = LazyLoader(spec.loader)
        else:
            setattr(spec.loader, "exec_module", _without_stubs(spec.loader.exec_module))  # noqa: B010
        return spec


class _NoCommands(Loader):
    """Gives a module with the one name that Gradio takes from its command line."""

    def exec_module(self, module: ModuleType) -> None:
        """Put the name there, for nobody to call."""
        module.deploy = None  # type: ignore[attr-defined]


def _without_stubs(load: Callable[[ModuleType], None]) -> Callable[[ModuleType], None]:
    def loaded(module: ModuleType) -> None:
        load(module)
        module.create_or_modify_pyi = lambda *_: None  # type: ignore[attr-defined]

    return loaded
