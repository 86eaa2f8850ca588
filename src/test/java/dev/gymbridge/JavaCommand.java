package dev.gymbridge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of the JVMs that tests start: each lives for seconds, so it compiles quickly. */
public final class JavaCommand {
  /** Takes 2.4 in place of 5.3 CPU seconds for a short training. */
  private static final List<String> BRIEF =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED");

  private JavaCommand() {}

  /** Java with these arguments. */
  public static List<String> of(String... arguments) {
    List<String> command = new ArrayList<>(BRIEF);
    command.addAll(List.of(arguments));
    return command;
  }

  /** A main class of the tests, on the class path of this JVM. */
  public static List<String> ofMain(Class<?> main, String... arguments) {
    List<String> command = of("-cp", System.getProperty("java.class.path"), main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The packaged program. */
  public static List<String> ofProgram(List<String> arguments) {
    List<String> command =
        of("-jar", Path.of("target", "gymbridge.jar").toAbsolutePath().toString());
    command.addAll(arguments);
    return command;
  }

  /** A command that heeds SIGINT: a build in the background hands on one that is ignored. */
  public static List<String> heedingSigint(List<String> command) {
    List<String> heeding =
        new ArrayList<>(
            List.of(
                "python3",
                "-c",
                "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
                    + " os.execv(sys.argv[1], sys.argv[1:])"));
    heeding.addAll(command);
    return heeding;
  }
}
