"""What each role may do: the one table of it."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """From the least to the most: each may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


class Action(StrEnum):
    """What staff do; the values stand in the audit log."""

    READ = "read"
    TRY = "try"
    TEXT_UPLOAD = "text_upload"
    TEXT_ADD = "text_add"
    TEXT_EDIT = "text_edit"
    TEXT_REMOVE = "text_remove"
    TEXT_RESTORE = "text_restore"
    TEXT_ERASE = "text_erase"
    REBUILD = "rebuild"
    ROLL_BACK = "roll_back"
    VERIFY = "verify"
    TRIAL_BUILD = "trial_build"
    TRIAL_PUBLISH = "trial_publish"
    TRIAL_DISCARD = "trial_discard"
    QUESTIONS_SAVE = "questions_save"
    KEPT_DELETE = "kept_delete"
    KEPT_DELETE_ALL = "kept_delete_all"
    SUPPRESSED_READ = "suppressed_read"
    SUPPRESS = "suppress"
    UNSUPPRESS = "unsuppress"
    SYNC = "sync"
    AUDIT_READ = "audit_read"


LEAST: Mapping[Action, Role] = {
    Action.READ: Role.READER,
    Action.TRY: Role.READER,
    Action.TEXT_UPLOAD: Role.EDITOR,
    Action.TEXT_ADD: Role.EDITOR,
    Action.TEXT_EDIT: Role.EDITOR,
    Action.TEXT_REMOVE: Role.EDITOR,
    Action.TEXT_RESTORE: Role.EDITOR,
    Action.TEXT_ERASE: Role.ADMIN,
    Action.REBUILD: Role.EDITOR,
    Action.ROLL_BACK: Role.EDITOR,
    Action.VERIFY: Role.EDITOR,
    Action.TRIAL_BUILD: Role.EDITOR,
    Action.TRIAL_PUBLISH: Role.EDITOR,
    Action.TRIAL_DISCARD: Role.EDITOR,
    Action.QUESTIONS_SAVE: Role.EDITOR,
    Action.KEPT_DELETE: Role.EDITOR,
    Action.KEPT_DELETE_ALL: Role.ADMIN,
    Action.SUPPRESSED_READ: Role.ADMIN,
    Action.SUPPRESS: Role.ADMIN,
    Action.UNSUPPRESS: Role.ADMIN,
    Action.SYNC: Role.EDITOR,
    Action.AUDIT_READ: Role.ADMIN,
}
"""The least role that an action takes. Users are made and changed by ``maltolk users`` alone."""

_ORDER = tuple(Role)


def is_allowed(role: Role, action: Action) -> bool:
    """Whether somebody with the role may do it."""
    return _ORDER.index(role) >= _ORDER.index(LEAST[action])
