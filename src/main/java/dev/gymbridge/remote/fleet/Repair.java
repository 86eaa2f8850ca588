package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionServer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was lost with a server, and what was made in its place.
 *
 * @param numEnvs of the whole vector
 * @param answers what each server answered meanwhile
 */
record Repair(
    int numEnvs, List<Share> lost, List<ShareMaker.Made> made, List<ServerAnswer> answers) {

  /** All environments that were lost. */
  InterruptedEpisodes interruption() {
    boolean[] environments = new boolean[numEnvs];
    lost.forEach(share -> Arrays.fill(environments, share.from(), share.to(), true));
    return new InterruptedEpisodes(environments, reason());
  }

  /** Those that a reset with a mask leaves out, with those of an earlier repair. */
  @Nullable InterruptedEpisodes interruptionOutside(
      List<Boolean> mask, @Nullable InterruptedEpisodes earlier) {
    InterruptedEpisodes all = interruption();
    boolean[] environments = all.environments();
    for (int i = 0; i < numEnvs; i++) {
      environments[i] = environments[i] && !mask.get(i);
      environments[i] |= earlier != null && earlier.environments()[i];
    }
    return new InterruptedEpisodes(
        environments, earlier == null ? all.reason() : earlier.reason() + "; " + all.reason());
  }

  /** Adds, for each share that was made, the step that led to its first observations. */
  void addFirstObservations(Map<Share, VectorStepResult> results) {
    for (ShareMaker.Made each : made) {
      VectorResetResult begun = Objects.requireNonNull(each.begun());
      int n = each.share().size();
      results.put(
          each.share(),
          new VectorStepResult(
              begun.observation(),
              new double[n],
              new boolean[n],
              new boolean[n],
              null,
              begun.info(),
              Map.of()));
    }
  }

  /** Such as "server b:2 is gone (Connection refused): 3 of 8 environments made again on a:1". */
  private String reason() {
    Map<SessionServer, EnvironmentException> servers = new LinkedHashMap<>();
    lost.forEach(
        share -> servers.putIfAbsent(share.server(), Objects.requireNonNull(share.loss())));
    int environments = lost.stream().mapToInt(Share::size).sum();
    return "%s: %d of %d environments made again on %s"
        .formatted(
            servers.entrySet().stream()
                .map(entry -> fate(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ")),
            environments,
            numEnvs,
            made.stream()
                .map(each -> each.share().server().address())
                .distinct()
                .collect(Collectors.joining(", ")));
  }

  private String fate(SessionServer server, EnvironmentException loss) {
    String problem =
        answers.stream()
            .filter(answer -> answer.server() == server)
            .map(answer -> answer.status().problem())
            .findFirst()
            .orElse("its name no longer leads there");
    if (problem.isEmpty() && !(loss instanceof ServerUnavailableException)) {
      return firstClause(loss, server); // the environment broke off, not its server
    }
    return problem.isEmpty()
        ? "server %s broke off (%s)".formatted(server.address(), firstClause(loss, server))
        : "server %s is gone (%s)".formatted(server.address(), problem);
  }

  private static String firstClause(EnvironmentException loss, SessionServer server) {
    String message = String.valueOf(loss.getMessage());
    return message
        .lines()
        .findFirst()
        .orElse("")
        .split(";", 2)[0]
        .replace("the server at " + server.address() + " ", "");
  }
}
