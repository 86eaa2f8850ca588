package dev.gymbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The signals that tests send, by {@code kill}, which must not fail unseen. */
public enum Signal {
  INT,
  TERM,
  KILL,
  STOP,
  CONT;

  /** Sends it to a process that must still be there. */
  public void to(ProcessHandle process) throws Exception {
    assertThat(kill(process)).as("exit code of kill -%s %d", this, process.pid()).isZero();
  }

  /** Sends it to a process that must still be there, and to those of its descendants that are. */
  public void toFamilyOf(ProcessHandle process) throws Exception {
    List<ProcessHandle> descendants = process.descendants().toList();
    to(process);
    for (ProcessHandle each : descendants) {
      int exitCode = kill(each);
      assertThat(exitCode == 0 || !each.isAlive())
          .as("kill -%s %d ended with %d", this, each.pid(), exitCode)
          .isTrue();
    }
  }

  private int kill(ProcessHandle process) throws Exception {
    return new ProcessBuilder("kill", "-" + this, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }
}
