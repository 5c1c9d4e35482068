"""What can go wrong on the way up, each said in one line."""


class StackError(Exception):
    """The local stack cannot run."""


class MissingToolError(StackError):
    """This machine lacks a program; the message says what to install."""


class AlreadyRunningError(StackError):
    """Another process runs the stack of this folder."""


class NotReadyError(StackError):
    """Something was started and does not answer; the message says where its log is."""
