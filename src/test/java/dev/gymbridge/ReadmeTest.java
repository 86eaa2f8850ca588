package dev.gymbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the README and its pages show is what is compiled, and where they lead there is something.
 */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path PAGES = Path.of("src/docs");
  private static final String CONTENTS_LINE =
      "[gymbridge](../../README.md) · [all pages](README.md)";

  /** A link to a file beside the page, rather than to an address. */
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)\\)");

  @Test
  void showsTheListingThatIsCompiled() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/gymbridge/LibraryExample.java"));
    int begin = source.indexOf("// README-BEGIN\n") + "// README-BEGIN\n".length();
    String listing =
        source.substring(begin, source.indexOf("  // README-END")).stripTrailing().stripIndent();
    assertThat(listing).startsWith("static double randomEpisode");
    assertThat(Files.readString(README)).contains(listing);
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
    assertThat(Files.readString(PAGES.resolve("configuration.md"))).contains(table);
  }

  @Test
  void isReadInAFewMinutes() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void linksLeadToFilesThatExist() throws IOException {
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path target = page.resolveSibling(link.group(1)).normalize();
        assertThat(target).as("linked from %s", page).exists();
      }
    }
  }

  @Test
  void theContentsNameEveryPage() throws IOException {
    String contents = Files.readString(PAGES.resolve("README.md"));
    for (Path page : pages()) {
      String name = page.getFileName().toString();
      if (!name.equals("README.md")) {
        assertThat(contents).contains("](" + name + ")");
        assertThat(Files.readString(page)).as("%s", page).contains(CONTENTS_LINE);
      }
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return Stream.concat(
              Stream.of(README), files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }
}
