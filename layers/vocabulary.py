"""The vocabulary: terms for functions and industries, and units of figures, in Chinese and English."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from layers.features import invalid, reasons
from layers.files import VOCABULARY, LayerFiles
from layers.messages import LayerError
from layers.types import TermId, Text, _Record, one_line

Word = Annotated[Text, Field(max_length=100), AfterValidator(one_line)]


class Term(_Record):
    """What people call a term or a unit."""

    zh: Word
    en: Word


class Vocabulary(_Record):
    """Terms that every plan of a folder may use; a plan's own stand in its plan.toml.

    Attributes
    ----------
    functions, units : dict of str to Term
        By id.
    topics : dict of str to Term
        What the indicators of several plans share that may be set beside each other, by id.
    """

    functions: dict[TermId, Term] = Field(default_factory=dict)
    units: dict[TermId, Term] = Field(default_factory=dict)
    topics: dict[TermId, Term] = Field(default_factory=dict)


def read_vocabulary(files: LayerFiles) -> Vocabulary:
    """Read the vocabulary.toml of a layers folder.

    Parameters
    ----------
    files : LayerFiles

    Returns
    -------
    Vocabulary
        An empty one where there is no such file.

    Raises
    ------
    LayerError
        With all its problems.
    """
    if VOCABULARY not in files:
        return Vocabulary()
    try:
        return Vocabulary.model_validate(files.toml(VOCABULARY))
    except ValidationError as error:
        raise LayerError(*(invalid(VOCABULARY, "", *found) for found in reasons(error))) from None
