"""The vocabulary: terms for functions and industries, units of figures and words of names."""

from typing import Annotated

from pydantic import AfterValidator, Field

from layers.files import VOCABULARY, LayerFiles
from layers.messages import Message
from layers.records import read_record
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
    words : list of str
        Words of Chinese names that a dictionary does not have: a map breaks a name between words only.
    """

    functions: dict[TermId, Term] = Field(default_factory=dict)
    units: dict[TermId, Term] = Field(default_factory=dict)
    topics: dict[TermId, Term] = Field(default_factory=dict)
    words: list[Word] = Field(default_factory=list)


def read_vocabulary(files: LayerFiles, problems: list[Message]) -> Vocabulary:
    """Read the vocabulary.toml of a layers folder.

    Parameters
    ----------
    files : LayerFiles
    problems : list of Message
        What is wrong with the file is added here.

    Returns
    -------
    Vocabulary
        An empty one where there is no such file.
    """
    return read_record(files, VOCABULARY, Vocabulary, problems) or Vocabulary()
