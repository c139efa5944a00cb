"""One module a subject; each has a ``router``. A new module is found by itself."""
