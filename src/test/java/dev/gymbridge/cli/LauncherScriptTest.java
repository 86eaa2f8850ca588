package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the program, with a java that says what it was handed. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherScriptTest {
  private static final Path SCRIPT = Path.of("src/main/scripts/gymbridge");

  @TempDir private Path directory;

  private Path executable(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** What java is handed, an argument a line. */
  private List<String> start(String... arguments) throws Exception {
    executable(directory.resolve("java home/bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Path script = executable(directory.resolve("a place/gymbridge"), Files.readString(SCRIPT));
    Path link = directory.resolve("link");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, directory.relativize(script));
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", directory.resolve("java home").toString());
    builder.environment().put("JAVA_OPTS", "-Xmx1g -Done=1");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.lines().toList();
  }

  @Test
  void startsTheJarBesideItWhereverItIsLinkedFrom() throws Exception {
    Path jar = directory.resolve("a place/gymbridge.jar");
    assertThat(start("train", "--set", "a b"))
        .containsExactly(
            "-Xmx1g",
            "-Done=1",
            "-Dgymbridge.launcher=" + directory.resolve("link"),
            "-jar",
            jar.toString(),
            "train",
            "--set",
            "a b");
  }

  @Test
  void startsSoonerWhatComputesLittle() throws Exception {
    assertThat(start("watch")).startsWith("-XX:TieredStopAtLevel=1", "-Xmx1g");
    assertThat(start()).startsWith("-Xmx1g");
  }
}
