package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ServeCommandTest {
  @Test
  void handsOnWhatItDoesNotKnowAsItStands() {
    assertThat(
            parsed(
                    "--listen",
                    "127.0.0.1:0",
                    "--allow-module",
                    "my_package",
                    "--server-extras",
                    "box2d",
                    "--max-sessions=3",
                    "--no-lane",
                    "--listen",
                    "unix:/tmp/a socket")
                .serverArguments())
        .containsExactly(
            "--exit-with-parent",
            "--listen",
            "127.0.0.1:0",
            "--allow-module",
            "my_package",
            "--max-sessions=3",
            "--no-lane",
            "--listen",
            "unix:/tmp/a socket");
  }

  @Test
  void handsOnWhatStandsAfterTwoDashes() {
    assertThat(parsed("--", "--allow-module", "my_package").serverArguments())
        .endsWith("--allow-module", "my_package");
  }

  @Test
  void asksTheServerForItsOwnHelp() {
    assertThat(parsed("--server-help").serverArguments()).endsWith("--help");
  }

  private static ServeCommand parsed(String... arguments) {
    return CommandLine.populateCommand(new ServeCommand(), arguments);
  }
}
