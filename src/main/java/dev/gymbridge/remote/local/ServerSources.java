package dev.gymbridge.remote.local;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Python server's sources, as this program carries them: {@code proto/} and {@code
 * python-env-server/}.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ServerSources {
  private static final String ROOT = "/dev/gymbridge/server";
  private static final String LANDMARK = ROOT + "/proto/gymbridge/v1/service.proto";
  private static final String PROJECT_FILE = "python-env-server/pyproject.toml";
  private static final Pattern EXTRA = Pattern.compile("(?m)^\"?([A-Za-z0-9._-]+)\"?\\s*=\\s*\\[");

  /** Contents by path relative to the root, with slashes, sorted. */
  private final TreeMap<String, byte[]> files;

  ServerSources(Map<String, byte[]> files) {
    this.files = new TreeMap<>(files);
  }

  /**
   * Reads the sources from the class path: a directory or a jar.
   *
   * @throws LocalServerException if they are not there
   */
  public static ServerSources load() {
    URL landmark = ServerSources.class.getResource(LANDMARK);
    if (landmark == null) {
      throw new LocalServerException(
          "this build carries no Python server; build it again with `mvn package`");
    }
    return loadFrom(landmark);
  }

  /** Reads the sources from where one of their files is. */
  static ServerSources loadFrom(URL landmark) {
    try {
      ServerSources sources =
          landmark.getProtocol().equals("jar") ? ofJar(landmark) : ofDirectory(landmark);
      if (!sources.files.containsKey(PROJECT_FILE)) {
        throw new LocalServerException(
            "this build carries no %s; build it again with `mvn package`".formatted(PROJECT_FILE));
      }
      return sources;
    } catch (IOException | URISyntaxException e) {
      throw new LocalServerException(
          "the Python server's sources cannot be read from " + landmark, e);
    }
  }

  private static ServerSources ofJar(URL landmark) throws IOException, URISyntaxException {
    String jar = landmark.toString().substring("jar:".length(), landmark.toString().indexOf("!/"));
    try (FileSystem fileSystem = FileSystems.newFileSystem(Path.of(new URI(jar)))) {
      return read(fileSystem.getPath(ROOT));
    }
  }

  private static ServerSources ofDirectory(URL landmark) throws IOException, URISyntaxException {
    String up = "../".repeat(LANDMARK.split("/", -1).length - ROOT.split("/", -1).length);
    Path root = Path.of(landmark.toURI()).resolve(up).normalize();
    return read(root);
  }

  private static ServerSources read(Path root) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(path).toString().replace('\\', '/');
        if (!name.contains("__pycache__")) {
          files.put(name, Files.readAllBytes(path));
        }
      }
    }
    return new ServerSources(files);
  }

  /** A digest of all paths and contents, and of what else the installation depends on. */
  String hash(String dependsOn) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Entry<String, byte[]> file : files.entrySet()) {
        digest.update(
            (file.getKey() + "\0" + file.getValue().length + "\0")
                .getBytes(StandardCharsets.UTF_8));
        digest.update(file.getValue());
      }
      digest.update(dependsOn.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Writes all files under {@code directory}. */
  void unpack(Path directory) throws IOException {
    for (Entry<String, byte[]> file : files.entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }

  /** The optional parts that the project file names. */
  List<String> extras() {
    byte[] project = files.get(PROJECT_FILE);
    String text = project == null ? "" : new String(project, StandardCharsets.UTF_8);
    String heading = "[project.optional-dependencies]";
    int start = text.indexOf(heading);
    if (start < 0) {
      return List.of();
    }
    String table = text.substring(start + heading.length());
    Matcher nextTable = Pattern.compile("(?m)^\\[").matcher(table);
    Matcher names = EXTRA.matcher(nextTable.find() ? table.substring(0, nextTable.start()) : table);
    return names.results().map(match -> match.group(1)).sorted().toList();
  }

  /**
   * Refuses extras that the server has not.
   *
   * @throws LocalServerException naming those that it has
   */
  void requireExtras(List<String> wanted) {
    List<String> known = extras();
    for (String extra : wanted) {
      if (!known.contains(extra)) {
        throw new LocalServerException(
            "no server extra \"%s\"; there are %s"
                .formatted(extra, known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }
}
