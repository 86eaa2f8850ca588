package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExistingPythonTest {
  private static void require(Path python, Path cache) {
    ExistingPython.require(
        python.toString(),
        new ServerSources(Map.of()),
        new Installation(python.toString(), cache, List.of(), List.of(), false, line -> {}));
  }

  @Test
  void saysWhichProgramOfAFolderIsMeant(@TempDir Path venv) {
    assertThatThrownBy(() -> require(venv, venv))
        .isInstanceOf(LocalServerException.class)
        .hasMessageEndingWith(
            "it is a folder: give the program in it, such as " + venv.resolve("bin/python"));
  }

  @Test
  void saysThatThereIsNone(@TempDir Path directory) {
    assertThatThrownBy(() -> require(directory.resolve("python"), directory))
        .isInstanceOf(LocalServerException.class)
        .hasMessageEndingWith("give the path of one that has the server's packages");
  }
}
