package dev.gymbridge.remote.grpc;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that hold a secret. */
final class SecretFiles {
  private static final Set<PosixFilePermission> BY_ALL =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private SecretFiles() {}

  /**
   * Refuses a secret that every user of this machine can use; its group may, as Kubernetes mounts
   * it. Where files have no such permissions, all pass.
   */
  static void requirePrivate(Path file, String what) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException noneHere) {
      return;
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
    if (permissions.stream().anyMatch(BY_ALL::contains)) {
      throw new ChannelSecurityException(
          "%s %s can be used by every user of this machine (%s); run `chmod 600 %s`"
              .formatted(what, file, PosixFilePermissions.toString(permissions), file));
    }
  }

  static ChannelSecurityException unreadable(Path file, String what, IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "there is no such file"
            : e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    return new ChannelSecurityException("cannot read %s %s: %s".formatted(what, file, reason), e);
  }
}
