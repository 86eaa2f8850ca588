package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.run.ShownEpisode.End;
import dev.gymbridge.run.ShownEpisode.Result;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShownEpisodeTest {
  private final Environment environment =
      new NativeEnvironments()
          .make(EnvironmentOptions.of("CartPole-v1").withRenderMode(RenderMode.RGB_ARRAY));
  private final QNetwork alwaysLeft = FirstActionNetwork.of(4, 2);

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  void endsWithTheEnvironmentsEpisode() {
    AtomicInteger frames = new AtomicInteger();

    Result result =
        ShownEpisode.greedy(environment, alwaysLeft, DqnConfig.preset("default"))
            .play(7, moment -> frames.incrementAndGet() > 0, () -> false);

    assertThat(result.end()).isEqualTo(End.BY_ITSELF);
    assertThat(result.episodeReturn()).isEqualTo(result.length()).isBetween(8.0, 11.0);
    assertThat(frames).hasValue(result.length() + 1);
    assertThat(result.remark()).isEmpty();
  }

  @Test
  void isCutOffAfterTheStepsThatAreAllowed() {
    DqnConfig config = DqnConfig.preset("default").with("max_evaluation_episode_steps", 5);

    Result result =
        ShownEpisode.greedy(environment, alwaysLeft, config).play(7, moment -> true, () -> false);

    assertThat(result).isEqualTo(new Result(5, 5, End.CUT_OFF));
    assertThat(result.remark()).isEqualTo(" (cut off after 5 steps)");
  }

  @Test
  void breaksOffWhenItIsAskedToStopOrNoFrameIsWanted() {
    AtomicInteger asked = new AtomicInteger();
    ShownEpisode episode =
        ShownEpisode.greedy(environment, alwaysLeft, DqnConfig.preset("default"));

    assertThat(episode.play(7, moment -> true, () -> asked.incrementAndGet() > 3))
        .isEqualTo(new Result(3, 3, End.BROKEN_OFF));
    assertThat(episode.play(7, moment -> false, () -> false).end()).isEqualTo(End.BROKEN_OFF);
  }
}
