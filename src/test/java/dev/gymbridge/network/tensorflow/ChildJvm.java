package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests in a JVM of its own, with the class path of this one. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * What the program wrote to standard output and standard error, once it has ended well.
   *
   * @param options of the JVM
   * @param environment beside the inherited one, from which all of TensorFlow's and Java's own
   *     variables are taken away
   */
  static String run(
      Class<?> program, List<String> options, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(program, options, environment, arguments);
    String output = output(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** What a program wrote that was ended by a signal; without a core file. */
  static String runUntilItDies(Class<?> program) throws IOException, InterruptedException {
    Process process = start(program, List.of("-XX:-CreateCoredumpOnCrash"), Map.of());
    String output = output(process);
    assertThat(process.waitFor()).as(output).isGreaterThan(128);
    return output;
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Process start(
      Class<?> program, List<String> options, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.startsWith("TF_") || name.matches("_?JAVA_.*OPTIONS|JDK_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
