package dev.gymbridge.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrioritizedSamplerTest {
  private static PrioritizedSampler sampler(double alpha, float... surprises) {
    PrioritizedSampler sampler = new PrioritizedSampler(surprises.length, alpha, 0.01);
    int[] places = new int[surprises.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
      sampler.added(i);
    }
    sampler.update(places, surprises);
    return sampler;
  }

  @Test
  void replaysInProportionToThePriorities() {
    PrioritizedSampler sampler = sampler(0.5, 0.24f, 0.99f, 2.24f, 0f);
    assertThat(sampler.priority(0)).isCloseTo(0.5, within(1e-6));
    assertThat(sampler.priority(1)).isCloseTo(1, within(1e-6));
    assertThat(sampler.priority(2)).isCloseTo(1.5, within(1e-6));
    assertThat(sampler.priority(3)).isCloseTo(0.1, within(1e-6));
    int[] places = new int[31_000];
    sampler.sample(4, 1, new SplittableRandom(1), places, new float[places.length]);
    int[] counts = new int[4];
    for (int place : places) {
      counts[place]++;
    }
    // Each draw has its own part of the sum, so that the counts are nearly exact.
    assertThat(counts[0]).isBetween(4_999, 5_001);
    assertThat(counts[1]).isBetween(9_999, 10_001);
    assertThat(counts[2]).isBetween(14_999, 15_001);
    assertThat(counts[3]).isBetween(999, 1_001);
  }

  @Test
  void weighsByHowMuchOftenerThanUniformlyATransitionIsReplayed() {
    PrioritizedSampler sampler = sampler(1, 0.99f, 2.99f);
    int[] places = new int[4];
    float[] weights = new float[4];
    // P = 1/4, 3/4; weights (2 P)^-beta are 2 and 2/3 at beta = 1, scaled by the larger.
    sampler.sample(2, 1, new SplittableRandom(1), places, weights);
    assertThat(places).containsExactly(0, 1, 1, 1);
    assertThat(weights).containsExactly(new float[] {1, 1f / 3, 1f / 3, 1f / 3}, within(1e-6f));
    sampler.sample(2, 0.5, new SplittableRandom(1), places, weights);
    assertThat(weights[1]).isCloseTo((float) Math.sqrt(1.0 / 3), within(1e-6f));
    sampler.sample(2, 0, new SplittableRandom(1), places, weights);
    assertThat(weights).containsOnly(1);
  }

  @Test
  void replaysANewTransitionAsIfItHadSurprisedMost() {
    PrioritizedSampler sampler = sampler(1, 0.5f, 6.99f, 0.5f);
    sampler.update(new int[] {1}, new float[] {0.1f});
    sampler.added(0);
    assertThat(sampler.priority(0)).isCloseTo(7, within(1e-6));
    assertThat(sampler.priority(1)).isCloseTo(0.11, within(1e-6));
  }

  @Test
  void isUniformWhereSurprisesDoNotCount() {
    PrioritizedSampler sampler = sampler(0, 0.5f, 100f);
    assertThat(sampler.priority(0)).isEqualTo(sampler.priority(1));
  }

  @Test
  void comesBackAsItWasWritten() throws IOException {
    PrioritizedSampler written = sampler(0.7, 0.5f, 3f, 0.2f);
    PrioritizedSampler read = new PrioritizedSampler(3, 0.7, 0.01);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    written.write(new DataOutputStream(bytes));
    read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    read.added(0);
    written.added(0);
    for (int place = 0; place < 3; place++) {
      assertThat(read.priority(place)).isEqualTo(written.priority(place));
    }
  }
}
