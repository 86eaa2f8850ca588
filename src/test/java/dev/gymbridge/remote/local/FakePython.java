package dev.gymbridge.remote.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Shell scripts that stand in for Python: asked for its version they answer, told to make a virtual
 * environment they link themselves into it, told to install they note that they did.
 */
final class FakePython {
  private FakePython() {}

  /** One whose version is {@code version} and whose pip runs {@code pip} as shell commands. */
  static Path write(Path directory, String version, String pip) throws IOException {
    return write(
        directory,
        """
        while [ "${1#-}" != "$1" ] && [ "$1" != -m ] && [ "$1" != -c ]; do
          [ "$1" = -X ] && shift; shift
        done
        case "$*" in
          *sys.executable*) echo "$0"; echo %s; echo True ;;
          *"-m venv"*) mkdir -p "$3/bin" && ln -s "$0" "$3/bin/python" ;;
          *"-m pip install"*) echo "$*" >> "%s"; %s ;;
        esac
        """
            .formatted(version, log(directory), pip));
  }

  static Path write(Path directory, String script) throws IOException {
    Path python = directory.resolve("python");
    Files.writeString(python, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    return python;
  }

  /** The installations that were asked for, one a line. */
  static Path log(Path directory) {
    return directory.resolve("pip.log");
  }
}
