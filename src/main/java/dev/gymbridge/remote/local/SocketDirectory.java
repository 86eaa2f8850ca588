package dev.gymbridge.remote.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory that only its owner can enter, for a Unix socket.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class SocketDirectory {
  /** The address of a Unix socket holds 108 bytes on Linux and 104 on macOS, with a final zero. */
  private static final int MAX_PATH_BYTES = 100;

  private static final String PREFIX = "gymbridge-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-\\d+");

  private SocketDirectory() {}

  /** Makes one where the path of a socket in it is short enough; null where there is no such. */
  public static @Nullable Path create() {
    sweep(Path.of(System.getProperty("java.io.tmpdir")));
    for (String parent : new String[] {System.getProperty("java.io.tmpdir"), "/tmp"}) {
      Path directory = create(Path.of(parent));
      if (directory != null) {
        return directory;
      }
    }
    return null;
  }

  private static @Nullable Path create(Path parent) {
    try {
      Path directory =
          Files.createTempDirectory(
              parent.toAbsolutePath(), PREFIX + ProcessHandle.current().pid() + "-", ownerOnly());
      if (bytes(socketIn(directory)) <= MAX_PATH_BYTES) {
        return directory;
      }
      Files.delete(directory);
      return null;
    } catch (IOException | UnsupportedOperationException unusable) {
      return null;
    }
  }

  /**
   * Makes one again that is gone: a server that was asked to stop takes it along, and so does who
   * tidies temporary files.
   */
  public static void restore(Path directory) {
    try {
      Files.createDirectory(directory, ownerOnly());
    } catch (IOException isThereOrCannotBe) {
      // The server says so where it cannot listen.
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  /** Deletes what programs left behind that were killed together with their server. */
  private static void sweep(Path parent) {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : directories) {
        Matcher name = NAME.matcher(directory.getFileName().toString());
        if (name.matches()
            && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
            && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          Files.deleteIfExists(socketIn(directory));
          Files.delete(directory);
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException notOurs) {
      // Another user's, or being deleted by another program: leave it.
    }
  }

  /** The address of the socket in it, as the server's command line takes it. */
  public static String address(Path directory) {
    return "unix:" + socketIn(directory);
  }

  private static Path socketIn(Path directory) {
    return directory.resolve("socket");
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
