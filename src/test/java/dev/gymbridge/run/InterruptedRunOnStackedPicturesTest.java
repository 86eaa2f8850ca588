package dev.gymbridge.run;

import dev.gymbridge.env.EnvironmentSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Pictures so large that 64 frames make a piece of the replay buffer, and so a file. */
@Tag("thorough")
final class InterruptedRunOnStackedPicturesTest extends InterruptedRunContract {
  private static final String WANDERER = "Wanderer-v0";

  @AutoClose
  private static final EnvironmentSource STACKED =
      EnvironmentSource.of(WANDERER, () -> new Wanderer(4, 64));

  @Override
  Stream<Subject> subjects() {
    return Stream.of(
        new Subject("stacked", WANDERER, STACKED, Learners.PICTURES.with("num_envs", 2)));
  }
}
