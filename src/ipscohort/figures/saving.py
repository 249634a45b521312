"""How figures are written: the same bytes for the same figure, each with its title and what it shows in words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipscohort.catalogue.letters import UNSEEN, seen
from ipscohort.figures.style import house_style
from ipscohort.files.tableio import write_bytes

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

METADATA = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""Format -> what is left out, so that no clock and no version is in a file."""
PNG_COMPRESSION = 1
"""A tenth larger than Pillow's 6, in half the time."""
TYPESETTING = ["GDEF", "GPOS", "GSUB", "kern"]
"""Tables of a font by which a program sets type."""


def save_figure(figure: Figure, path: Path | str, dpi: int = 300, title: str = "", alt: str = "") -> None:
    """Write SVG, PDF or PNG by the path's ending; the same bytes for the same figure (no date, fixed ids).

    Parameters
    ----------
    figure : Figure
    path : path
    dpi : int
        Dots per inch of a PNG.
    title, alt : str
        What it is called, and what it shows in words: in the file itself, where a screen reader finds them.
    """
    path = Path(path)
    write_bytes(path, figure_bytes(figure, path.suffix.lstrip("."), dpi, title, alt))


def figure_bytes(figure: Figure, kind: str, dpi: int = 300, title: str = "", alt: str = "") -> bytes:
    """What `save_figure` writes: an SVG, PDF or PNG."""
    told = {"png": {"Title": title, "Description": alt}, "pdf": {"Title": title, "Subject": alt}}.get(kind, {})
    with house_style():
        settle(figure)
        written = _drawn(figure, kind, dpi, METADATA[kind] | {key: text for key, text in told.items() if text})
    return _seen(_described(written, title, alt) if title or alt else written) if kind == "svg" else written


def _drawn(figure: Figure, kind: str, dpi: int, metadata: dict[str, str | None]) -> bytes:
    """The figure in one format. `Figure.savefig` draws everything once more before, for a layout that is settled here."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer, before = io.BytesIO(), figure.dpi
    if kind == "png":
        figure.dpi = dpi
        _write_png(FigureCanvasAgg(figure), buffer, metadata)
    elif kind == "pdf":
        with _fonts_without(TYPESETTING):  # a figure's text is set: nobody reads them, and they take most of a PDF's time
            FigureCanvasPdf(figure).print_pdf(buffer, metadata=metadata)
    else:
        FigureCanvasSVG(figure).print_svg(buffer, metadata=metadata)
    figure.dpi = before
    return buffer.getvalue()


def _write_png(canvas: FigureCanvasAgg, buffer: io.BytesIO, metadata: dict[str, str | None]) -> None:
    """Without the channel of transparency that Matplotlib writes: figures stand on white, and a quarter of the dots' bytes goes."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    told, dpi = PngInfo(), canvas.figure.dpi
    for key, text in metadata.items():
        if text is not None:
            told.add_itxt(key, text)
    canvas.draw()
    dots = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    dots.convert("RGB").save(buffer, "png", dpi=(dpi, dpi), pnginfo=told, compress_level=PNG_COMPRESSION)


@contextmanager
def _fonts_without(tables: list[str]) -> Iterator[None]:
    """Leave tables out of the fonts that are embedded; Matplotlib has no setting of its own for it."""
    from fontTools import subset

    load = subset.load_font

    def load_without(*args: Any, **options: Any) -> TTFont:
        font = load(*args, **options)
        for table in tables:
            if table in font:
                del font[table]
        return font

    subset.load_font = load_without
    try:
        yield
    finally:
        subset.load_font = load


def _seen(svg: bytes) -> bytes:
    """A drawing whose text and comments hold no character that XML can't."""
    text = svg.decode("utf-8")
    return seen(text).encode("utf-8") if UNSEEN.search(text) else svg


def _described(svg: bytes, title: str, alt: str) -> bytes:
    """An SVG whose first elements are its title and description."""
    said = f"\n <title>{escape(title, quote=False)}</title>\n <desc>{escape(alt, quote=False)}</desc>".encode()
    return re.sub(rb"(<svg [^>]*>)", lambda start: start[1] + said, svg, count=1)


def settle(figure: Figure) -> None:
    """Lay the figure out once and round where its axes stand: the layout's last digits differ from run to run."""
    engine = figure.get_layout_engine()
    if engine is None:
        return
    engine.execute(figure)
    figure.set_layout_engine("none")
    for axes in figure.axes:
        axes.set_position([round(edge, 4) for edge in axes.get_position().bounds])
