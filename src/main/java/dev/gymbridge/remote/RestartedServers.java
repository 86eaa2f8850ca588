package dev.gymbridge.remote;

import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.remote.local.KeptProcess;
import dev.gymbridge.remote.local.LocalServerException;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionServers;
import java.time.Duration;
import java.util.List;

/** The server of this machine, which is started again when it is asked and does not answer. */
final class RestartedServers implements SessionServers {
  /** How often in a row one that runs may leave a question without an answer. */
  private static final int MOST_ASKED = 3;

  private final SessionServers server;
  private final KeptProcess process;

  RestartedServers(SessionServers server, KeptProcess process) {
    this.server = server;
    this.process = process;
  }

  @Override
  public List<ServerAnswer> ask() {
    List<ServerAnswer> answers = server.ask();
    for (int asked = 1; !answers(answers) && process.isAlive() && asked < MOST_ASKED; asked++) {
      answers = server.ask(); // it may only be slow, and its other sessions be well
    }
    if (answers(answers) || closed()) {
      return answers;
    }
    try {
      process.startAgain();
    } catch (LocalServerException e) {
      throw new ServerUnavailableException(
          "the environment server cannot be started again: " + e.getMessage(), e);
    }
    return server.ask();
  }

  private static boolean answers(List<ServerAnswer> answers) {
    return answers.stream().anyMatch(answer -> answer.status().info().isPresent());
  }

  @Override
  public String address() {
    return server.address();
  }

  @Override
  public boolean closed() {
    return server.closed();
  }

  @Override
  public List<SessionServer> known() {
    return server.known();
  }

  @Override
  public Duration outageLimit() {
    return server.outageLimit();
  }

  @Override
  public List<SessionServer> inTurn(List<ServerAnswer> answers) {
    return server.inTurn(answers);
  }

  @Override
  public void close() {
    server.close();
  }
}
