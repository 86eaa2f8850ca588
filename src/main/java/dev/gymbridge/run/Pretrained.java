package dev.gymbridge.run;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Agents that come with gymbridge: runs of native environments of which the best weights, the
 * configuration and the summary are kept, so that each says how it was made. {@code
 * src/bench/pretrained} makes them anew.
 */
public final class Pretrained {
  private static final List<String> AGENTS = List.of("CartPole-v1");
  private static final String NATIVE = "native:";

  private Pretrained() {}

  /** The environments for which there is one. */
  public static List<String> environments() {
    return AGENTS;
  }

  /**
   * The run of the agent for an environment, to be read from.
   *
   * @throws RunDirectoryException if there is none
   */
  public static RunDirectory run(String environmentId) {
    String name =
        environmentId.startsWith(NATIVE) ? environmentId.substring(NATIVE.length()) : environmentId;
    URL config = Pretrained.class.getResource("pretrained/" + name + "/config.json");
    if (!AGENTS.contains(name) || config == null) {
      throw new RunDirectoryException(
          "no pretrained agent for \"%s\"; there is one for %s; train others"
              .formatted(environmentId, String.join(", ", AGENTS)));
    }
    try {
      return RunDirectory.open(Objects.requireNonNull(path(config.toURI()).getParent()));
    } catch (URISyntaxException | IOException e) {
      throw new RunDirectoryException(
          "cannot read the pretrained agent at %s: %s".formatted(config, e.getMessage()), e);
    }
  }

  /** In a jar, which then stays open as a file system, or beside compiled classes. */
  private static Path path(URI resource) throws IOException {
    if (!resource.getScheme().equals("jar")) {
      return Path.of(resource);
    }
    String[] parts = resource.toString().split("!", 2);
    return jar(URI.create(parts[0])).getPath(parts[1]);
  }

  @SuppressWarnings("resource") // the agents of a process share it to its end
  private static FileSystem jar(URI jar) throws IOException {
    try {
      return FileSystems.newFileSystem(jar, Map.of());
    } catch (FileSystemAlreadyExistsException e) {
      return FileSystems.getFileSystem(jar);
    }
  }
}
