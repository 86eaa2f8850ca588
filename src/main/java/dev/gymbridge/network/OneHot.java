package dev.gymbridge.network;

import java.util.List;

/**
 * How an observation of whole numbers stands in a row of floats: of the places that belong to a
 * number, the one of its value is 1 and the others are 0.
 *
 * @param dimensions of the numbers, as they come; none of a single one
 * @param shifts what is added to each number to make it its place in the row
 */
public record OneHot(List<Integer> dimensions, List<Long> shifts) {
  public OneHot {
    dimensions = List.copyOf(dimensions);
    shifts = List.copyOf(shifts);
    int numbers = dimensions.stream().reduce(1, Math::multiplyExact);
    if (numbers != shifts.size()) {
      throw new IllegalArgumentException(
          "there must be a shift for each number, got %d for %d".formatted(shifts.size(), numbers));
    }
  }
}
