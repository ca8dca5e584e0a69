"""``maltolk doctor``: what is wrong with an installation, and the cure."""

from maltolk.doctor.examine import examine

__all__ = ["examine"]
