package dev.gymbridge.env.grpc;

/** Shutdown hooks that may come and go while the JVM already shuts down. */
final class ShutdownHooks {
  private ShutdownHooks() {}

  static void add(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      throw new LocalServerException("the program is shutting down", shuttingDown);
    }
  }

  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // It runs, or has run: there is nothing to remove.
    }
  }
}
