"""What geometry cannot do, as a code with values: whoever shows it to people has the words."""


class GeoError(ValueError):
    """Something cannot be computed.

    Attributes
    ----------
    code : str
        Names the reason, such as ``epsg-unknown``.
    values : dict of str to object
        What the reason is about.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(f"{code}({', '.join(f'{key}={value}' for key, value in values.items())})")
