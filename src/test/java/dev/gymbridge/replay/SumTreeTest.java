package dev.gymbridge.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SumTreeTest {
  @Test
  void findsWhereTheRunningSumIsReached() {
    SumTree tree = new SumTree(5);
    double[] numbers = {1, 0, 2, 4, 0.5};
    for (int i = 0; i < numbers.length; i++) {
      tree.set(i, numbers[i]);
    }
    assertThat(tree.sum()).isEqualTo(7.5);
    assertThat(tree.find(0)).isZero();
    assertThat(tree.find(0.99)).isZero();
    assertThat(tree.find(1)).isEqualTo(2);
    assertThat(tree.find(2.99)).isEqualTo(2);
    assertThat(tree.find(3)).isEqualTo(3);
    assertThat(tree.find(7.25)).isEqualTo(4);
    tree.set(3, 0);
    assertThat(tree.sum()).isEqualTo(3.5);
    assertThat(tree.find(3)).isEqualTo(4);
  }

  @Test
  void findsNoNumberThatIsZeroEvenAtTheSum() {
    SumTree tree = new SumTree(6);
    tree.set(0, 0.1);
    tree.set(1, 0.2);
    assertThat(tree.find(tree.sum())).isEqualTo(1);
    assertThat(new SumTree(1).sum()).isZero();
  }

  @Property(tries = 200)
  void agreesWithARunningSum(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 8) Double> numbers,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double share) {
    // Eighths add up without rounding, in whatever order.
    double[] eighths = numbers.stream().mapToDouble(n -> Math.rint(n * 8) / 8 + 0.125).toArray();
    SumTree tree = new SumTree(eighths.length);
    for (int i = 0; i < eighths.length; i++) {
      tree.set(i, 5);
      tree.set(i, eighths[i]);
    }
    double value = share * tree.sum();
    double sum = 0;
    int expected = -1;
    while (sum <= value) {
      sum += eighths[++expected];
    }
    assertThat(tree.find(value)).isEqualTo(expected);
  }
}
