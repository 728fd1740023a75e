"""Notebooks as nbconvert shows them. Names on standard input, one a line; for each a line "SIZE" and that many bytes of HTML, or "-1" and a line
that says why. Debian's python3-nbconvert; nothing is run."""
import sys
import warnings

import nbformat
from nbconvert import HTMLExporter

warnings.simplefilter("ignore")
exporter = HTMLExporter(template_name="basic")
exporter.exclude_input_prompt = True
exporter.exclude_output_prompt = True
exporter.exclude_anchor_links = True
out = sys.stdout.buffer
for name in sys.stdin.read().splitlines():
    try:
        with open(name, encoding="utf-8-sig") as file:
            notebook = nbformat.read(file, as_version=4)
        html = exporter.from_notebook_node(notebook)[0].encode("utf-8", "replace")
        out.write(b"%d\n" % len(html))
        out.write(html)
    except Exception as error:  # whatever nbconvert cannot read is the answer
        out.write(("-1\n%s\n" % repr(error).replace("\n", " ")).encode())
