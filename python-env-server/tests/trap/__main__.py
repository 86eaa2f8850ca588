"""Must not be imported by a client's word alone."""

from tests import springs

springs.SPRUNG.append(__name__)
