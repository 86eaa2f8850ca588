package dev.gymbridge.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.network.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The checkpoints in a directory, each a set of files in a directory of its own: {@code 000012/}.
 *
 * <pre>{@code
 * CheckpointStore store = new CheckpointStore(run.resolve("checkpoint"), Disk.REAL);
 * store.write(about, fresh -> network.save(fresh));
 * network.restore(store.newest().orElseThrow().directory());
 * }</pre>
 *
 * <p>One is written beside the others under a name that ends in {@code .part}: its files, then a
 * manifest with their sizes and checksums; all is forced to the medium, then its name is, and only
 * then an older one goes. A file that is as it was in the one before is taken over without being
 * written again. So the last {@value #KEPT} are kept, and whatever happens at whichever moment one
 * of them is whole. What was left unfinished is in nobody's way, and goes with the next.
 */
public final class CheckpointStore {
  private static final int KEPT = 2;
  private static final String UNFINISHED = ".part";
  private static final Pattern NUMBER = Pattern.compile("\\d{6,9}");

  private final Path directory;
  private final Disk disk;
  private Path latest; // what the next is written on
  private Map<String, JsonElement> latestFiles = Map.of();

  /**
   * The checkpoints in a directory, which is made with the first.
   *
   * @param disk what they are written to
   */
  public CheckpointStore(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
    latest = directory;
  }

  /** Where they are. */
  public Path directory() {
    return directory;
  }

  /** What they are written to. */
  public Disk disk() {
    return disk;
  }

  /** Whether one was ever written and got its name, whole or not. */
  public boolean isEmpty() {
    try {
      return numbered().isEmpty();
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /**
   * Goes on from a checkpoint: the next may take files of it over, as of one that was written here.
   *
   * @param stored found here
   */
  public void goOnFrom(StoredCheckpoint stored) {
    try {
      latest = stored.directory();
      latestFiles = Manifest.read(latest).files();
    } catch (DamageException e) {
      latestFiles = Map.of();
    }
  }

  /** Writes the files of a checkpoint. */
  @FunctionalInterface
  public interface Filling {
    /** Writes all of them. */
    void fill(Draft draft) throws IOException;
  }

  /**
   * Writes another, of files that are all new.
   *
   * @param about what is to be known of it without reading its files
   * @param fill writes its files into the directory that it is given
   * @throws CheckpointException if it cannot be written; those before are as they were
   */
  public void write(JsonObject about, Consumer<Path> fill) {
    writeUpon(about, draft -> fill.accept(draft.directory()));
  }

  /**
   * Writes another, which may take files of the one before over.
   *
   * @param about what is to be known of it without reading its files
   * @throws CheckpointException if it cannot be written; those before are as they were
   */
  public void writeUpon(JsonObject about, Filling filling) {
    try {
      if (!Files.isDirectory(directory)) {
        // Its parent is not made: a run directory that somebody deleted stays deleted.
        disk.createDirectory(directory);
        disk.force(parent());
      }
      deleteUnfinished();
      List<Path> earlier = numbered();
      Path whole = directory.resolve(String.format(Locale.ROOT, "%06d", numberAfter(earlier)));
      Path part = whole.resolveSibling(whole.getFileName() + UNFINISHED);
      disk.createDirectory(part);
      Draft draft = new Draft(part, disk, latest, latestFiles);
      filling.fill(draft);
      Map<String, JsonElement> files = seal(part, about, draft.takenOver());
      disk.rename(part, whole);
      disk.force(directory);
      latest = whole;
      latestFiles = files;
      for (Path old : earlier.subList(0, Math.max(0, earlier.size() - KEPT + 1))) {
        delete(old);
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    } catch (UncheckedIOException e) {
      throw cannotWrite(Objects.requireNonNull(e.getCause()));
    } catch (RuntimeException e) {
      tidyAfter(e);
      throw e;
    }
  }

  private Path parent() {
    return Objects.requireNonNull(directory.toAbsolutePath().getParent());
  }

  private Map<String, JsonElement> seal(
      Path part, JsonObject about, Map<String, JsonElement> takenOver) throws IOException {
    Manifest manifest = Manifest.of(part, about, takenOver);
    disk.write(part.resolve(Manifest.FILE), () -> manifest.write(part));
    List<Path> written = new ArrayList<>(Manifest.filesIn(part));
    written.removeIf(file -> takenOver.containsKey(file.getFileName().toString()));
    written.add(part); // the names in it
    disk.forceAll(written);
    return manifest.files();
  }

  private void tidyAfter(Exception failure) {
    try {
      deleteUnfinished(); // it may be what filled the disk
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private CheckpointException cannotWrite(IOException cause) {
    tidyAfter(cause);
    String left = left(); // first: it may be going just now
    boolean gone = !Files.isDirectory(parent());
    return new CheckpointException(
        "cannot write a checkpoint into %s: %s; %s"
            .formatted(
                directory,
                gone ? "its run directory is gone" : DiskFailure.reason(cause),
                gone ? "nothing can be kept any more" : left),
        cause);
  }

  private String left() {
    try {
      return newest().isEmpty()
          ? "there is none before it: mend that first"
          : "the one before is whole: go on from it when that is mended";
    } catch (CheckpointException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private CheckpointException cannotRead(IOException cause) {
    return new CheckpointException(
        "cannot read the checkpoints in %s: %s".formatted(directory, DiskFailure.reason(cause)),
        cause);
  }

  /** Whether one is whole, so that it can be gone on from. */
  public boolean holdsWhole() {
    try {
      return newest().isPresent();
    } catch (CheckpointException e) {
      return false;
    }
  }

  /**
   * The newest that is whole.
   *
   * @return empty if none was ever written
   * @throws CheckpointException if there are some, and none is whole
   */
  public Optional<StoredCheckpoint> newest() {
    List<String> damaged = new ArrayList<>();
    try {
      List<Path> all = numbered();
      for (int i = all.size() - 1; i >= 0; i--) {
        try {
          Manifest manifest = Manifest.readAndCheck(all.get(i));
          return Optional.of(new StoredCheckpoint(all.get(i), manifest.about(), damaged));
        } catch (DamageException e) {
          damaged.add("%s: %s".formatted(all.get(i).getFileName(), e.getMessage()));
        }
      }
    } catch (IOException e) {
      throw cannotRead(e);
    }
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    throw new CheckpointException(
        "no checkpoint in %s is whole (%s); bring one back from a copy, or train anew"
            .formatted(directory, String.join("; ", damaged)));
  }

  private List<Path> numbered() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    return Manifest.filesIn(directory).stream()
        .filter(path -> NUMBER.matcher(path.getFileName().toString()).matches())
        .sorted(Comparator.comparingInt(CheckpointStore::number))
        .toList();
  }

  private static int numberAfter(List<Path> earlier) {
    return earlier.isEmpty() ? 1 : number(earlier.get(earlier.size() - 1)) + 1;
  }

  private static int number(Path path) {
    return Integer.parseInt(path.getFileName().toString());
  }

  private void deleteUnfinished() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    for (Path path : Manifest.filesIn(directory)) {
      if (path.getFileName().toString().endsWith(UNFINISHED)) {
        delete(path);
      }
    }
  }

  /** Without its manifest first, so that no half of it is taken for damage. */
  private void delete(Path checkpoint) throws IOException {
    disk.delete(checkpoint.resolve(Manifest.FILE));
    for (Path file : Manifest.filesIn(checkpoint)) {
      disk.delete(file);
    }
    disk.delete(checkpoint);
  }
}
