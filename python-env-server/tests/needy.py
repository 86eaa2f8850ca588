"""Needs a package that nobody has."""

import another_package_that_is_missing  # type: ignore[import-not-found]  # noqa: F401
