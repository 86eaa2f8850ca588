package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatientSourceTest {
  private static final EnvironmentOptions CART_POLE = EnvironmentOptions.of("CartPole-v1");

  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final CountDownLatch said = new CountDownLatch(1);

  /** CartPole whose server is away until somebody was told. */
  private final class AwaySource extends NativeSource {
    @Override
    public VectorEnvironment makeVector(
        EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
      return new ForwardingVectorEnvironment(natives.makeVector(options, numEnvs, autoresetMode)) {
        @Override
        public VectorStepResult receive() {
          try {
            said.await(1, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return environment.receive();
        }

        @Override
        public Optional<String> outage() {
          return Optional.of("the server at a:1 is gone");
        }
      };
    }
  }

  @Test
  void saysWhatIsWaitedForAndWhatIsInTheWay() {
    try (PatientSource source =
            new PatientSource(
                new AwaySource(),
                note -> {
                  notes.add(note);
                  said.countDown();
                });
        VectorEnvironment vector = source.makeVector(CART_POLE, 2, AutoresetMode.DISABLED)) {
      vector.reset(1);
      vector.step(new int[2]);
    }

    assertThat(notes)
        .first()
        .isEqualTo("waiting for a step of 2 x CartPole-v1 (5 s so far): the server at a:1 is gone");
  }
}
