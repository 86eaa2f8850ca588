package dev.gymbridge.cli;

/**
 * Where the program begins. It needs nothing but the JDK, so that it can say what is missing where
 * the jar was copied without its libraries.
 */
public final class Launcher {
  private Launcher() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    try {
      Class.forName("picocli.CommandLine");
    } catch (ClassNotFoundException e) {
      System.err.println(
          "gymbridge: the libraries are missing: the folder lib/ must stand beside gymbridge.jar, as"
              + " mvn package makes them in target/; copy both");
      System.exit(1);
    }
    Main.main(args);
  }
}
