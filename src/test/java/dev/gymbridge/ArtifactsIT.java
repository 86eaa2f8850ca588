package dev.gymbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.gymbridge.cli.Launcher;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published of this build: the library, the environments alone, the command. */
class ArtifactsIT {
  private static final Path TARGET = Path.of("target");
  private static final Path LIBRARIES = TARGET.resolve("lib");
  private static final Path LIBRARY = LIBRARIES.resolve("gymbridge.jar");
  private static final Path ENVIRONMENTS = TARGET.resolve("env/gymbridge.jar");
  private static final Path COMMAND = TARGET.resolve("gymbridge.jar");

  /** The optional libraries, and what they bring along. */
  private static final Pattern OF_THE_COMMAND =
      Pattern.compile("(picocli|progressbar|jline|xchart|HdrHistogram|tribuo)-.*");

  private static final Pattern NATIVES_OF_A_PLATFORM =
      Pattern.compile("tensorflow-core-native-[0-9.]+-.*");

  private static final Pattern OF_THE_BRIDGE =
      Pattern.compile("(grpc|protobuf|proto-google|guava|failureaccess|jspecify|perfmark)-.*");

  @Test
  void theLibraryHasNoCommand() throws IOException {
    assertThat(rooms(LIBRARY))
        .contains("env", "remote", "dqn", "agent", "report", "server")
        .doesNotContain("cli", "bench");
  }

  @Test
  void theEnvironmentsComeWithoutLearning() throws IOException {
    assertThat(rooms(ENVIRONMENTS))
        .containsExactlyInAnyOrder("env", "file", "remote", "proto", "server");
  }

  @ParameterizedTest
  @CsvSource({"lib/gymbridge.jar,dev.gymbridge", "env/gymbridge.jar,dev.gymbridge.env"})
  void aLibraryNamesItsModuleAndNoOtherFiles(Path jar, String module) throws IOException {
    Attributes manifest = manifest(TARGET.resolve(jar));
    assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo(module);
    assertThat(manifest.getValue(Attributes.Name.CLASS_PATH)).isNull();
  }

  @Test
  void theCommandFindsAllItsLibrariesBesideIt() throws IOException {
    String classPath = manifest(COMMAND).getValue(Attributes.Name.CLASS_PATH);
    assertThat(classPath.split(" "))
        .contains("lib/gymbridge.jar")
        .allSatisfy(entry -> assertThat(TARGET.resolve(entry)).exists());
  }

  @Test
  void logsToTheJdkAlone() throws IOException {
    try (Stream<Path> libraries = Files.list(LIBRARIES)) {
      assertThat(libraries.map(library -> library.getFileName().toString()))
          .noneMatch(name -> name.matches("(slf4j|log4j|logback|commons-logging).*"));
    }
  }

  @Test
  void onlyReportsAndExportsNeedALibraryOfTheCommands() throws IOException {
    assertThat(missing(LIBRARY, libraries(OF_THE_COMMAND).negate()))
        .containsExactlyInAnyOrder("org.knowm.xchart", "me.tongfei.progressbar", "ai.onnx.proto");
  }

  @Test
  void theEnvironmentsNeedNothingButTheBridgesLibraries() throws IOException {
    assertThat(missing(ENVIRONMENTS, libraries(OF_THE_BRIDGE))).isEmpty();
  }

  @Test
  void theCommandBringsATrainedAgentAlong(@TempDir Path folder) throws Exception {
    Path said = folder.resolve("said");
    List<String> arguments =
        List.of("evaluate", "--pretrained", "CartPole-v1", "--episodes", "1", "--json");
    int exitCode = run(JavaCommand.ofProgram(arguments), said, folder.resolve("noted"));
    String json = Files.readString(said);
    assertThat(exitCode).as(json).isZero();
    assertThat(JsonParser.parseString(json).getAsJsonObject().get("mean").getAsDouble())
        .isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train native:CartPole-v1", "evaluate --pretrained CartPole-v1"})
  void whereTheNativesOfAnotherPlatformLieOneSentenceSaysSo(String command, @TempDir Path folder)
      throws Exception {
    String classPath =
        TARGET.resolve("classes")
            + File.pathSeparator
            + classPath(libraries(NATIVES_OF_A_PLATFORM).negate());
    List<String> words = new ArrayList<>(List.of("-cp", classPath, Launcher.class.getName()));
    words.addAll(List.of(command.split(" ")));
    Path noted = folder.resolve("noted");
    int exitCode = run(JavaCommand.of(words.toArray(String[]::new)), folder.resolve("said"), noted);
    assertThat(exitCode).isEqualTo(1);
    assertThat(Files.readString(noted))
        .contains("TensorFlow's native library does not load on", "-Pall-platforms")
        .doesNotContain("NoClassDefFoundError", "\tat ");
  }

  private static int run(List<String> command, Path out, Path err) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    return process.exitValue();
  }

  private static Predicate<Path> libraries(Pattern names) {
    return library -> names.matcher(library.getFileName().toString()).matches();
  }

  private static String classPath(Predicate<Path> present) throws IOException {
    try (Stream<Path> libraries = Files.list(LIBRARIES)) {
      return libraries
          .filter(present)
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  /**
   * The packages of others, by their first three names, that a jar uses and these libraries lack.
   */
  private static Set<String> missing(Path jar, Predicate<Path> present) throws IOException {
    String classPath = classPath(present);
    StringWriter found = new StringWriter();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            new PrintWriter(found),
            new PrintWriter(found),
            "--multi-release",
            "base",
            "--missing-deps",
            "-cp",
            classPath,
            jar.toString());
    return found
        .toString()
        .lines()
        .filter(line -> line.startsWith(" ") && line.contains("not found"))
        .map(line -> line.strip().split("\\s+"))
        .map(words -> List.of(words[2].split("\\.")))
        .map(names -> String.join(".", names.subList(0, 3)))
        .collect(Collectors.toSet());
  }

  private static Attributes manifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }

  private static Set<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).collect(Collectors.toSet());
    }
  }

  /** The folders right below {@code dev/gymbridge}. */
  private static Set<String> rooms(Path jar) throws IOException {
    return names(jar).stream()
        .map(name -> name.split("/"))
        .filter(parts -> parts.length > 3 && parts[1].equals("gymbridge"))
        .map(parts -> parts[2])
        .collect(Collectors.toSet());
  }
}
