package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.ServerInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of the servers of a connection can be used.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class UsableServers {
  private UsableServers() {}

  static boolean isUp(ServerAnswer answer) {
    return answer.status().info().isPresent();
  }

  /**
   * Those that can be used.
   *
   * @throws ServerUnavailableException if there is none, or they are not of one kind
   */
  public static List<ServerAnswer> of(List<ServerAnswer> answers) {
    List<ServerAnswer> up = answers.stream().filter(UsableServers::isUp).toList();
    if (up.isEmpty()) {
      throw noneOf(answers);
    }
    requireOneGymnasium(up);
    return up;
  }

  static ServerUnavailableException noneOf(List<ServerAnswer> answers) {
    ServerUnavailableException only = answers.get(0).failure();
    return answers.size() == 1 && only != null
        ? only
        : new ServerUnavailableException(
            "none of the %d servers can be used (%s); start them with `gymbridge serve`, or give other addresses"
                .formatted(
                    answers.size(),
                    answers.stream()
                        .map(answer -> answer.status().toString())
                        .collect(Collectors.joining("; "))),
            only);
  }

  /** On another Gymnasium the same environment may be another: episodes would depend on luck. */
  private static void requireOneGymnasium(List<ServerAnswer> up) {
    Optional<String> first = up.get(0).status().info().map(ServerInfo::gymnasiumVersion);
    if (!up.stream()
        .allMatch(
            answer -> answer.status().info().map(ServerInfo::gymnasiumVersion).equals(first))) {
      throw new ServerUnavailableException(
          "the servers of one connection must have the same Gymnasium, got %s; install one version everywhere"
              .formatted(
                  up.stream()
                      .map(
                          answer ->
                              answer.status().address()
                                  + " with "
                                  + answer.status().info().orElseThrow().gymnasiumVersion())
                      .collect(Collectors.joining(", "))));
    }
  }
}
