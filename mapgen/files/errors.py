"""What keeps outputs from being made or written."""

from layers.messages import MessageError


class OutputError(MessageError):
    """An output cannot be made or written as it was asked for; then nothing has been written."""
