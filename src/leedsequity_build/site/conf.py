"""How Sphinx is set: theme, language, and formulas as MathML, which needs no script."""

import re
from typing import Any

from leedsequity_build.citation import cited

_INDENTED = re.compile(r"^(\S.*)\n\n(?= {4})", re.MULTILINE)
# What docutils knows by another name, or does without.
_TEX = {r"\\textstyle\b": "", r"\\dots\b": r"\\ldots", r"\\(t?frac)(\d)(\d)": r"\\\1{\2}{\3}"}
# The dark blue of the figures, and a light one of its hue on a dark ground.
_LIGHT = {"color-brand-primary": "#12436D", "color-brand-content": "#12436D"}
_DARK = {"color-brand-primary": "#8FC3F0", "color-brand-content": "#8FC3F0"}


def settings() -> dict[str, Any]:
    """Return Sphinx's settings by name."""
    citation = cited()
    return {
        "project": "leedsequity",
        "author": ", ".join(citation["by"]),
        "version": citation["version"],
        "release": citation["version"],
        "language": "en",  # by Sphinx's words for en_GB its search fails; pages say en-GB
        "extensions": [
            "myst_nb",
            "sphinx.ext.autodoc",
            "sphinx.ext.napoleon",
            "leedsequity_build.site.conf",
        ],
        "html_theme": "furo",
        "html_title": "Health inequality in Leeds",
        "html_static_path": ["_static"],
        "html_css_files": ["site.css"],
        "html_favicon": "_static/icon.svg",
        "html_theme_options": {"light_css_variables": _LIGHT, "dark_css_variables": _DARK},
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_copyright": False,
        "html_show_search_summary": False,  # it fetches pages, which file:// does not allow
        "html_use_index": False,
        "html_domain_indices": False,
        "html_math_renderer": "mathml",
        "html_last_updated_fmt": None,
        "nb_execution_mode": "off",
        "myst_enable_extensions": ["dollarmath", "deflist"],
        "myst_heading_anchors": 4,
        "default_role": "py:obj",
        "autodoc_typehints": "none",
        "autodoc_member_order": "bysource",
        "napoleon_google_docstring": False,
        "napoleon_use_ivar": True,
        "napoleon_use_param": False,  # so that `data, by` stay one entry
        "highlight_language": "text",
        "add_module_names": False,
    }


def setup(app: Any) -> dict[str, bool]:
    """Add to Sphinx a way to write formulas that needs neither a script nor LaTeX."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    app.connect("autodoc-process-docstring", _formulas, priority=400)  # before napoleon
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _formulas(*event: Any) -> None:
    """Keep the lines of formulas in a docstring: what is indented before its first section."""
    lines: list[str] = event[-1]
    text = "\n".join(lines)
    section = re.search(r"^\S.*\n-{3,}$", text, re.MULTILINE)
    end = section.start() if section else len(text)
    lines[:] = (_INDENTED.sub(r"\1\n\n::\n\n", text[:end]) + text[end:]).split("\n")


def _inline(writer: Any, node: Any) -> None:
    from docutils import nodes

    writer.body.append(_mathml(node, display=False))
    raise nodes.SkipNode


def _display(writer: Any, node: Any) -> None:
    from docutils import nodes

    writer.body.append(f'<div class="formula">{_mathml(node, display=True)}</div>\n')
    raise nodes.SkipNode


def _mathml(node: Any, *, display: bool) -> str:
    from docutils.utils.math import MathError
    from docutils.utils.math.latex2mathml import tex2mathml
    from sphinx.util.logging import getLogger

    tex = node.astext()
    for command, known in _TEX.items():
        tex = re.sub(command, known, tex)
    try:
        return str(tex2mathml(tex, as_block=display))
    except MathError as error:
        getLogger(__name__).warning("a formula: %s", error, location=node)
        return ""
