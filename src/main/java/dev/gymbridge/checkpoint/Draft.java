package dev.gymbridge.checkpoint;

import com.google.gson.JsonElement;
import dev.gymbridge.checkpoint.Disk.Writing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A checkpoint that is being written. */
public final class Draft {
  private static final int BUFFER = 1 << 16;

  private final Path directory;
  private final Disk disk;
  private final Path before;
  private final Map<String, JsonElement> filesBefore;
  private final Map<String, JsonElement> takenOver = new LinkedHashMap<>();

  /**
   * A draft without files.
   *
   * @param before where the checkpoint before lies
   * @param filesBefore its files by name, with their checksums; empty where there is none
   */
  Draft(Path directory, Disk disk, Path before, Map<String, JsonElement> filesBefore) {
    this.directory = directory;
    this.disk = disk;
    this.before = before;
    this.filesBefore = filesBefore;
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Where its files go. */
  public Path directory() {
    return directory;
  }

  /** The names of the files of the checkpoint before. */
  public Set<String> before() {
    return filesBefore.keySet();
  }

  /** Takes a file of the checkpoint before over as it is; it takes no room a second time. */
  public void takeOver(String name) throws IOException {
    disk.link(before.resolve(name), directory.resolve(name));
    takenOver.put(name, filesBefore.get(name));
  }

  /** Writes a file. */
  public void write(String name, Content content) throws IOException {
    Path file = directory.resolve(name);
    disk.write(
        file,
        () -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            content.writeTo(out);
          }
        });
  }

  /** Writes whatever else. */
  public void write(Writing writing) throws IOException {
    disk.write(directory, writing);
  }

  Map<String, JsonElement> takenOver() {
    return takenOver;
  }
}
