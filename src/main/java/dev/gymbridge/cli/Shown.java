package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.env.Environment;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RecordedEpisode;
import dev.gymbridge.run.ShownEpisode;
import dev.gymbridge.run.ShownEpisode.Audience;
import dev.gymbridge.run.ShownEpisode.End;
import dev.gymbridge.run.ShownEpisode.Result;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is being shown.
 *
 * @param recipe how the run was made
 * @param opened where its environment comes from
 * @param environment which draws
 * @param episodes plays
 * @param firstSeed of the first episode
 * @param policy that acts; null where an episode is shown as it was
 * @param recorded the episode that is shown as it was; null where a policy acts
 * @param resources closed with this
 */
record Shown(
    Recipe recipe,
    ServerOptions.Opened opened,
    Environment environment,
    ShownEpisode episodes,
    long firstSeed,
    @Nullable Policy policy,
    @Nullable RecordedEpisode recorded,
    Resources resources)
    implements AutoCloseable {
  /** Plays an episode, counted from 0. */
  Result play(int number, Audience audience, BooleanSupplier stopRequested) {
    return episodes.play(firstSeed + number, audience, stopRequested);
  }

  /** How many episodes there are when so many are wanted, 0 for as many as there are. */
  int atMost(int wanted) {
    return recorded == null ? wanted : 1;
  }

  /** The number of an episode, counted from 0, as it is said. */
  long named(int number) {
    return recorded == null ? number + 1 : recorded.episode();
  }

  /** What a person must know of how an episode went: empty, or a remark in brackets. */
  String remark(Result played) {
    if (recorded == null || played.end() == End.BROKEN_OFF) {
      return played.remark();
    }
    String difference = recorded.difference(played);
    return difference.isEmpty() ? ", as in training" : " (" + difference + ")";
  }

  void addTo(JsonObject json) {
    if (recorded == null) {
      json.addProperty("policy", String.valueOf(policy));
    } else {
      json.addProperty("episode", recorded.episode());
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
