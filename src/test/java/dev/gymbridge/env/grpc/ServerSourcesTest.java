package dev.gymbridge.env.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
