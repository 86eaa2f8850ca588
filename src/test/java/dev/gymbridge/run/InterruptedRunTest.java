package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.ConfigKey;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One environment of this JVM or several, everything with state that a learner can have. */
@Tag("thorough")
final class InterruptedRunTest extends InterruptedRunContract {
  private static final String CART_POLE = "CartPole-v1";
  private static final String WANDERER = "Wanderer-v0";

  @AutoClose private static final EnvironmentSource NATIVES = new NativeEnvironments();

  @AutoClose
  private static final EnvironmentSource SMALL =
      EnvironmentSource.of(WANDERER, () -> new Wanderer(3, 10));

  private static Subject cartPole(String name, DqnConfig config) {
    return new Subject(name, CART_POLE, NATIVES, config);
  }

  private static final Subject PLAIN = cartPole("plain", Learners.PLAIN);

  /** Choices whose other value cannot be tried on numbers, or with what is compared. */
  private static final Set<String> ELSEWHERE = Set.of("convolution", "record_actions");

  @Override
  Stream<Subject> subjects() {
    return Stream.of(
        PLAIN,
        cartPole("eight", Learners.QUANTILES.with("num_envs", 8)),
        cartPole("prioritized", Learners.PRIORITIZED),
        cartPole("shared", Learners.SHARED.with("num_envs", 3)),
        cartPole("by episodes", Learners.BY_EPISODES),
        new Subject("pictures", WANDERER, SMALL, Learners.PICTURES));
  }

  @Test
  void takesEveryChoiceOfALearner() {
    for (ConfigKey key : DqnConfig.keys()) {
      if (!ELSEWHERE.contains(key.name())) {
        assertThat(Learners.OF_NUMBERS)
            .extracting(learner -> learner.toJson().get(key.name()).toString())
            .as(key.name())
            .containsAll(choices(key));
      }
    }
  }

  /** In JSON; none where it is a number or the like. */
  private static List<String> choices(ConfigKey key) {
    return Pattern.compile("true|false|\"[a-z]+\"")
        .matcher(key.allowed())
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void changesNothingWhenARunThatIsOverIsResumed() throws IOException {
    RunDirectory run = whole(PLAIN);
    RunRemains whole = uninterrupted(PLAIN);
    Path newest = Policy.FINAL.weights(run).directory();
    finish(PLAIN, run);
    RunRemains.of(run).requireSame(whole, "resumed though it was over");
    assertThat(Policy.FINAL.weights(run).directory()).isEqualTo(newest);
  }
}
