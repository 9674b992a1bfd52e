"""Making pages: notebooks are run, written as HTML, and listed in a gallery."""
