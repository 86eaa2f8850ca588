package dev.gymbridge.env.grpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A directory that only its owner can enter, for a Unix socket. */
final class SocketDirectory {
  /** The address of a Unix socket holds 108 bytes on Linux and 104 on macOS, with a final zero. */
  private static final int MAX_PATH_BYTES = 100;

  private SocketDirectory() {}

  /** Makes one where the path of a socket in it is short enough; null where there is no such. */
  static @Nullable Path create() {
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
              parent.toAbsolutePath(),
              "gymbridge-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (bytes(socketIn(directory)) <= MAX_PATH_BYTES) {
        return directory;
      }
      Files.delete(directory);
      return null;
    } catch (IOException | UnsupportedOperationException unusable) {
      return null;
    }
  }

  static Path socketIn(Path directory) {
    return directory.resolve("socket");
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
