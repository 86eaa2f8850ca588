package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {
  @Test
  void pythonOrdersSetsAlikeInEveryProcess() {
    assertThat(Tool.python(List.of("python")).environment()).containsEntry("PYTHONHASHSEED", "0");
  }
}
