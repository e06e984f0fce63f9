"""Figures of branca that link no file: what folium asks the network for stands in the page itself."""

import re
from collections.abc import Sequence

from branca.element import CssLink, Element, Figure, Link
from folium.template import Template

from mapgen.pages import inline
from mapgen.pages.blocks import Block, Data, Notices, Script, Style, Waiting
from mapgen.pages.html import fill
from mapgen.pages.scripts import program
from mapgen.text.licensing import covering
from mapgen.text.words import without_scripts

#: What folium links into every page and Leaflet does without, by the word with which scripts call for it.
CALLED_BY = {
    "jquery": r"\$\(|jQuery",
    "bootstrap": r"bootstrap\.",
    "awesome_markers": r"AwesomeMarkers",
    "bootstrap_css": r"bootstrap\.|AwesomeMarkers",
    "glyphicons_css": r"AwesomeMarkers",
    "awesome_markers_font_css": r"AwesomeMarkers",
    "awesome_markers_css": r"AwesomeMarkers",
    "awesome_rotate_css": r"AwesomeMarkers",
}


class OfflineFigure(Figure):
    """A figure for maps of folium that open with no network.

    Every script and style that folium links stands in the page, out of the wheel ``folium-offline``;
    jQuery, Bootstrap and the icon fonts, 1.3 MB, only where a script calls for them. Tiles, and files
    of plugins that the wheel does not carry, are still fetched.

    Examples
    --------
    >>> built = folium.Map(tiles=None)
    >>> OfflineFigure().add_child(built)
    >>> built.save("map.html")
    """

    def __init__(self) -> None:
        super().__init__()
        self.header = _OfflineHeader(self.script)


class _OfflineHeader(Element):
    """A header whose links are replaced by what they link."""

    def __init__(self, script: Element) -> None:
        super().__init__()
        self.script = script
        self.add_child(Element('<meta charset="utf-8">'), name="meta_http")
        self.add_child(_CarriedNotices(self), name="licenses")

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Element:
        """Add a child; of a link, the file itself if the wheel carries it."""
        if isinstance(child, Link) and inline.carries(child.url):
            child = _Carried(child, CALLED_BY.get(name or ""), self.script)
        return super().add_child(child, name=name, index=index)


class _Carried(Element):
    """A linked file as an inline block, if it is called for."""

    def __init__(self, link: Link, called_by: str | None, script: Element) -> None:
        super().__init__()
        self.link, self.called_by, self.script = link, called_by, script

    @property
    def wanted(self) -> bool:
        """Whether a script calls for the file."""
        return not self.called_by or bool(re.search(self.called_by, self.script.render()))

    def render(self, **_: object) -> str:
        """Return the block, or nothing if no script calls for the file."""
        return inlined(self.link).render() if self.wanted else ""


class _CarriedNotices(Element):
    """The licences of all files that a header carries in the end, and of what folium itself writes."""

    def __init__(self, header: Element) -> None:
        super().__init__()
        self.header = header

    def render(self, **_: object) -> str:
        """Return the licences as a comment."""
        children = self.header._children.values()  # noqa: SLF001 - branca has no other name for them
        carried = [child.link.url for child in children if isinstance(child, _Carried) and child.wanted]
        return Notices(*dict.fromkeys(["folium", *covering(carried)])).render()


def inlined(link: Link) -> Block:
    """Return what a link of folium's leads to, as a block."""
    text = inline.resource(link.url)
    return Style(text) if isinstance(link, CssLink) else Script(text)


class Page(Figure):
    """A page of ours around a map of folium.

    The shell is a file of ``mapgen/web``. Of folium's header Leaflet alone is taken, inlined; the page has
    styles of its own. A policy lets nothing run but the blocks that were put in.

    Parameters
    ----------
    shell : str
        File of ``mapgen/web``.
    tiles : sequence of str, optional
        Addresses of tiles that the page may load.
    """

    _template = Template("{{ this.written() }}")

    def __init__(self, shell: str, tiles: Sequence[str] = ()) -> None:
        super().__init__()
        self.shell, self.tiles = shell, tiles
        self.given = _PageHeader()
        self.header = self.given

    def written(self) -> str:
        """Return the page, once its children have put their parts into it."""
        blocks = [*self.given.blocks.values(), Script(self.script.render())]
        return fill(
            self.shell,
            blocks,
            self.tiles,
            map=self.html.render().strip(),
            noscript=without_scripts("map"),
        )


class _PageHeader(Element):
    """A header that takes Leaflet and blocks of ours."""

    def __init__(self) -> None:
        super().__init__()
        script, style = inline.leaflet()
        # Leaflet looks for Internet Explorer as it starts; the first script gives it what it looks for.
        self.blocks: dict[str, Block] = {
            "leaflet": Script(program("namespaces.js") + script),
            "leaflet_css": Style(style),
            "licenses": Notices("zonemap", "leaflet", "folium"),
        }

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Element:  # noqa: ARG002
        """Take a block; leave out what folium links and writes for a page of its own."""
        if isinstance(child, Script | Style | Data | Waiting):
            self.blocks[name or child.get_name()] = child
        return self
