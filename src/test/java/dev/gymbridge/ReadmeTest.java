package dev.gymbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled. */
class ReadmeTest {
  @Test
  void showsTheListingThatIsCompiled() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/gymbridge/LibraryExample.java"));
    int begin = source.indexOf("// README-BEGIN\n") + "// README-BEGIN\n".length();
    String listing =
        source.substring(begin, source.indexOf("  // README-END")).stripTrailing().stripIndent();
    assertThat(listing).startsWith("static double randomEpisode");
    assertThat(Files.readString(Path.of("README.md"))).contains(listing);
  }

  @Test
  void theListingPlaysAnEpisode() {
    assertThat(LibraryExample.onTheNativeCartPole()).isBetween(8.0, 500.0);
  }

  @Test
  void listsEveryKeyOfAConfiguration() throws IOException {
    JsonObject defaults = DqnConfig.preset("default").toJson();
    String table =
        "| key | default | what it decides | allowed |\n|---|---|---|---|\n"
            + DqnConfig.keys().stream()
                .map(
                    key ->
                        "| `%s` | `%s` | %s | %s |\n"
                            .formatted(
                                key.name(),
                                defaults.get(key.name()),
                                key.documentation(),
                                key.allowed()))
                .collect(Collectors.joining());
    assertThat(Files.readString(Path.of("README.md"))).contains(table);
  }

  @Test
  void showsPicturesThatExist() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(readme).contains("](src/docs/");
    var pictures = java.util.regex.Pattern.compile("\\]\\((src/docs/[^)]+)\\)").matcher(readme);
    while (pictures.find()) {
      assertThat(Path.of(pictures.group(1))).exists();
    }
  }
}
