"""``python -m gymbridge_server``."""

from gymbridge_server.cli import run

# The guard matters: the processes of an ASYNC vector import this module again.
if __name__ == "__main__":
    run()
