package dev.gymbridge.remote.local;

/**
 * Shutdown hooks that may come and go while the JVM already shuts down.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ShutdownHooks {
  private ShutdownHooks() {}

  public static void add(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      throw new LocalServerException("the program is shutting down", shuttingDown);
    }
  }

  public static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // It runs, or has run: there is nothing to remove.
    }
  }
}
