package dev.gymbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.examples.RandomEpisode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the README and its pages show is what is compiled, and where they lead there is something.
 */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path PAGES = Path.of("src/docs");
  private static final String CONTENTS_LINE =
      "[gymbridge](../../README.md) · [all pages](README.md)";

  private static final Pattern LISTING = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL);

  /** How the documentation of a class says it, over lines of a comment. */
  private static final Pattern DEVIATION =
      Pattern.compile(
          "(Differs[\\s*]+from[\\s*]+the[\\s*]+paper|Not[\\s*]+in[\\s*]+the[\\s*]+papers)");

  /** A link to a file beside the page, rather than to an address. */
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)\\)");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "src/docs/library.md"})
  void showsListingsThatAreCompiled(Path page) throws IOException {
    String compiled = examples();
    Matcher listing = LISTING.matcher(Files.readString(page));
    int listings = 0;
    for (; listing.find(); listings++) {
      assertThat(compiled).contains(withoutIndentation(listing.group(1)));
    }
    assertThat(listings).isPositive();
  }

  private static String examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/java/dev/gymbridge/examples"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.toList()) {
        all.append(withoutIndentation(Files.readString(file)));
      }
      return all.toString();
    }
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void theListingPlaysAnEpisode() {
    assertThat(RandomEpisode.onTheNativeCartPole()).isBetween(8.0, 500.0);
  }

  @Test
  void listsEveryDeviationFromAPaper() throws IOException {
    String page = Files.readString(PAGES.resolve("how-it-works.md"));
    String deviations = page.substring(page.indexOf("## Where it deviates from the papers"));
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        String name = source.getFileName().toString().replace(".java", "");
        if (DEVIATION.matcher(Files.readString(source)).find()) {
          assertThat(deviations).contains("`" + name + "`");
        }
      }
    }
  }

  @Test
  void listsEveryPackage() throws IOException {
    String page = Files.readString(PAGES.resolve("how-it-works.md"));
    Path root = Path.of("src/main/java/dev/gymbridge");
    try (Stream<Path> sources = Files.walk(root)) {
      for (Path source : sources.filter(file -> file.endsWith("package-info.java")).toList()) {
        String name = root.relativize(source.getParent()).toString().replace(File.separator, ".");
        assertThat(page).contains("| `" + name + "` |");
      }
    }
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
