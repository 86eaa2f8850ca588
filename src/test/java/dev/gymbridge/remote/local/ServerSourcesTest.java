package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerSourcesTest {
  private static ServerSources of(String path, String content) {
    return new ServerSources(Map.of(path, content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void hashChangesWithPathContentAndWhatElseItDependsOn() {
    String hash = of("a", "bc").hash("");
    assertThat(of("a", "bc").hash("")).isEqualTo(hash);
    assertThat(of("ab", "c").hash("")).isNotEqualTo(hash);
    assertThat(of("a", "bd").hash("")).isNotEqualTo(hash);
    assertThat(of("a", "bc").hash("python3.12")).isNotEqualTo(hash);
  }

  @Test
  void namesTheExtrasOfTheProjectFileOnly() {
    assertThat(
            of(
                    "python-env-server/pyproject.toml",
                    """
                    [project]
                    dependencies = [
                    ]
                    [project.optional-dependencies]
                    mujoco = ["m"]
                    box2d=[
                     "b",
                    ]
                    [tool.x]
                    y = [1]
                    """)
                .extras())
        .containsExactly("box2d", "mujoco");
    assertThat(of("python-env-server/pyproject.toml", "[project]\n").extras()).isEmpty();
  }

  @Test
  void areTheSameFromADirectoryAndFromAJar(@TempDir Path temporary) throws IOException {
    Path root = temporary.resolve("class path/dev/gymbridge/server");
    Path jar = temporary.resolve("the program.jar");
    List<String> names =
        List.of("proto/gymbridge/v1/service.proto", "python-env-server/pyproject.toml");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        Path file = root.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, name);
        zip.putNextEntry(new ZipEntry("dev/gymbridge/server/" + name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    ServerSources fromDirectory =
        ServerSources.loadFrom(root.resolve(names.get(0)).toUri().toURL());
    ServerSources fromJar =
        ServerSources.loadFrom(
            URI.create("jar:" + jar.toUri() + "!/dev/gymbridge/server/" + names.get(0)).toURL());
    fromJar.unpack(temporary.resolve("unpacked"));

    assertThat(fromJar.hash("")).isEqualTo(fromDirectory.hash(""));
    assertThat(temporary.resolve("unpacked").resolve(names.get(1))).hasContent(names.get(1));
  }
}
