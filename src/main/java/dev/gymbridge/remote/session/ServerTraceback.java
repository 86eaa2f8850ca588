package dev.gymbridge.remote.session;

/** Where something happened on the server, in Python's words. */
final class ServerTraceback extends Exception {
  private static final long serialVersionUID = 1L;

  ServerTraceback(String traceback) {
    super(traceback, null, false, false);
  }
}
