package dev.gymbridge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gymbridge.network.QNetwork.Acting;
import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.Observations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every Q-network owes the training loop: held by the real one and by the fakes of tests. */
public abstract class QNetworkContract {
  private QNetwork network;

  /** A network that takes floats. */
  protected abstract QNetwork make();

  @BeforeEach
  void begin() {
    network = make();
  }

  @AfterEach
  void end() {
    network.close();
  }

  private Batch batch(int size) {
    return new Batch(size, network.observationSize());
  }

  private Observations observations(int n) {
    return Observations.ofFloats(n, network.observationSize());
  }

  @ParameterizedTest
  @EnumSource
  void everyActionIsOneOfItsActionsAndNoMoreThanNAreWritten(Acting acting) {
    int[] greedy = {-7, -7, -7, -7};
    network.act(observations(3), 3, acting, greedy);
    for (int i = 0; i < 3; i++) {
      assertThat(greedy[i]).isBetween(0, network.actions() - 1);
    }
    assertThat(greedy[3]).isEqualTo(-7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-4, 1})
  void takesEveryLearningRateFromZeroOn(double learningRate) {
    UpdateResult result = network.update(batch(6), 2, learningRate);
    assertThat(result.loss()).isFinite();
    assertThat(result.meanQ()).isFinite();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesALearningRateThatIsNone(double learningRate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.update(batch(6), 2, learningRate))
        .withMessage("learningRate must be at least 0 and finite, got " + learningRate);
  }

  @Test
  void refusesABatchThatCannotBeCutIntoTheSteps() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.update(batch(10), 3, 0.1))
        .withMessageContaining("divide the batch of 10 transitions, got 3");
  }

  @Test
  void refusesObservationsOfAnotherSizeOrKind() {
    int size = network.observationSize();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.update(new Batch(2, size + 1), 1, 0.1))
        .withMessageContaining("this network takes " + size + " floats");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> network.act(Observations.ofBytes(1, size), 1, Acting.EVALUATION, new int[1]))
        .withMessageContaining("this network takes " + size + " floats");
  }

  @Test
  void refusesAnActionThatIsNone() {
    Batch batch = batch(2);
    batch.actions()[1] = network.actions();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.update(batch, 1, 0.1))
        .withMessageContaining("action must be in [0, " + network.actions() + ")");
  }

  @Test
  void saysHowFarOffEachTransitionWasToWhoAsks() {
    float[] surprises = {-1, -1, -1, -1, -1, -1, -1};
    network.update(batch(6), 2, 0.01, surprises);
    for (int i = 0; i < 6; i++) {
      assertThat(surprises[i]).isNotNegative();
    }
    assertThat(surprises[6]).isEqualTo(-1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.update(batch(6), 2, 0.01, new float[5]))
        .withMessageContaining("surprises");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.0001, Double.NaN})
  void refusesAShareThatIsNone(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.moveTarget(share))
        .withMessage("share must be in (0, 1], got " + share);
  }
}
