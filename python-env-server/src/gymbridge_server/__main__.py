"""``python -m gymbridge_server``."""

import os
import sys

# What Python 3.11 does by itself: the folder that the server is started in is none of its own.
if sys.version_info < (3, 11) and os.environ.get("PYTHONSAFEPATH") and __name__ == "__main__":
    sys.path.pop(0)

from gymbridge_server.cli import run

# The guard matters: the processes of an ASYNC vector import this module again.
if __name__ == "__main__":
    run()
