package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolTest {
  private final ProcessBuilder python = Tool.python("python", List.of("-m", "venv"));

  @Test
  void pythonOrdersSetsAlikeInEveryProcess() {
    assertThat(python.environment()).containsEntry("PYTHONHASHSEED", "0");
  }

  @Test
  void pythonIsLedAstrayByNoVariableFolderOrPackageOfTheUser() {
    assertThat(python.command()).containsSequence("python", "-s").endsWith("-m", "venv");
    Map<String, String> own = python.environment();
    assertThat(own).containsEntry("PYTHONSAFEPATH", "1");
    assertThat(own.keySet().stream().filter(name -> name.startsWith("PYTHON")))
        .containsExactlyInAnyOrder("PYTHONSAFEPATH", "PYTHONHASHSEED");
    assertThat(own.get("GYMBRIDGE_MODULE_PATH")).isEqualTo(System.getenv("PYTHONPATH"));
  }
}
