"""Where the modules of ``tests.trap`` leave their names when they are imported."""

SPRUNG: list[str] = []
