"""Which notebooks nbformat 4.5's schema accepts: names on standard input, one a line; "1" or "0" for each. Debian's python3-nbformat."""
import json
import logging
import sys
import warnings

from nbformat.validator import NotebookValidationError, validate

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
for name in sys.stdin.read().splitlines():
    with open(name, encoding="utf-8") as file:
        notebook = json.load(file)
    try:
        validate(notebook, version=4, version_minor=5)
        print(1)
    except (NotebookValidationError, KeyError, TypeError, AttributeError):  # the last three: what it cannot even look at
        print(0)
