package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Property(tries = 100)
  void givesTheNumbersOfSplittableRandom(@ForAll long seed) {
    RandomStream stream = new RandomStream(seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 1; i < 100; i++) {
      assertThat(stream.nextInt(i)).isEqualTo(random.nextInt(i));
      assertThat(stream.nextInt(i << 20)).isEqualTo(random.nextInt(i << 20));
      assertThat(stream.nextDouble()).isEqualTo(random.nextDouble());
      assertThat(stream.nextLong()).isEqualTo(random.nextLong());
      assertThat(stream.nextInt()).isEqualTo(random.nextInt());
    }
  }

  @Test
  void goesOnFromTheStateThatItWrote() throws IOException {
    RandomStream written = new RandomStream(3);
    written.nextLong();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    written.write(new DataOutputStream(bytes));
    RandomStream read = new RandomStream(4);
    read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(read.nextLong()).isEqualTo(written.nextLong());
  }
}
