"""måltolk: answers questions about municipalities' goals with the municipalities' own words."""

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Service", "__version__"]

if TYPE_CHECKING:
    from maltolk.service import Service
else:

    def __getattr__(name: str) -> object:
        """Loads the service on first use, so that ``import maltolk`` takes no time."""
        if name != "Service":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from maltolk.service import Service

        return Service
