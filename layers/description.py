"""What atlas.toml says of all layers of a folder: title, licence, credits, projected coordinate system."""

from typing import Annotated

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from pydantic import AfterValidator, Field, model_validator

from geo.crs import transverse_mercator
from layers.files import DESCRIPTION, LayerFiles
from layers.messages import Message
from layers.records import read_record
from layers.types import Text, _Record, one_line, wrong


def _spdx(expression: str) -> str:
    try:
        canonical = canonicalize_license_expression(expression)
    except InvalidLicenseExpression:
        raise wrong("schema-spdx") from None
    if canonical != expression:
        raise wrong("schema-spdx-spelling", canonical=canonical)
    return expression


def _drawable(code: int) -> int:
    transverse_mercator(code)  # the page computes its coordinates by itself
    return code


Line = Annotated[Text, Field(max_length=300), AfterValidator(one_line)]
Credits = Annotated[list[Line], Field(max_length=100)]


class Description(_Record):
    """What the layers of a folder are called, by which licence they are passed on, and whom they credit.

    Nothing is assumed for what is not stated: it is then shown nowhere.
    """

    title: Line | None = None
    title_en: Line | None = None
    #: SPDX expression, such as ODbL-1.0.
    license: Annotated[Line, AfterValidator(_spdx)] | None = None
    license_name: Line | None = None
    license_name_en: Line | None = None
    credits: Credits | None = None
    credits_en: Credits | None = None
    #: EPSG code of the projected system in which coordinates are shown and drawings are made.
    crs: Annotated[int, Field(ge=1024, le=998_999), AfterValidator(_drawable)] | None = None

    @model_validator(mode="after")
    def _both_languages(self) -> "Description":
        for key in ("title", "license_name", "credits"):
            own, english = getattr(self, key), getattr(self, f"{key}_en")
            if (own is None) != (english is None):
                raise wrong("schema-both-languages", key=key)
        if len(self.credits or []) != len(self.credits_en or []):
            raise wrong("schema-credits")
        return self

    @property
    def licence(self) -> str | None:
        """The licence as it is named in a line: its SPDX expression, else its name."""
        return self.license or self.license_name

    @property
    def licence_en(self) -> str | None:
        """The same in English."""
        return self.license or self.license_name_en

    @property
    def unstated(self) -> list[str]:
        """Keys that whoever passes the layers on would want to know, and that are missing."""
        known = {"title": self.title, "license": self.licence, "credits": self.credits}
        return [key for key, value in known.items() if value is None]


def read_description(files: LayerFiles, problems: list[Message]) -> Description:
    """Read the atlas.toml of a layers folder.

    Parameters
    ----------
    files : LayerFiles
    problems : list of Message
        What is wrong with the file is added here.

    Returns
    -------
    Description
        One that states nothing where there is no such file.
    """
    return read_record(files, DESCRIPTION, Description, problems) or Description()
