"""Sessions over Unix sockets, each in a process of its own: lanes.

The server (``lanes``) asks a template process for them. The template has imported what a session
needs and nothing of gRPC, has one thread, and forks. In the fork (``process``) the main thread lets
in its one client (``entrance``) and then reads, answers and writes (``carrier``). A ``record`` in
shared memory shows the server how far the session is.

Linux only: elsewhere a process that uses system libraries cannot be forked safely.
"""
