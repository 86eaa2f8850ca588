package dev.gymbridge.network;

import java.util.List;

/**
 * How each number of an observation is brought near [-1, 1] before the first layer: {@code (number
 * - centre) / halfWidth}.
 *
 * @param centres [observationSize], finite
 * @param halfWidths [observationSize], above 0 and finite
 */
public record InputScale(List<Float> centres, List<Float> halfWidths) {
  public InputScale {
    centres = List.copyOf(centres);
    halfWidths = List.copyOf(halfWidths);
    if (centres.size() != halfWidths.size()) {
      throw new IllegalArgumentException(
          "there must be as many centres as half widths, got %d and %d"
              .formatted(centres.size(), halfWidths.size()));
    }
    for (int i = 0; i < centres.size(); i++) {
      float half = halfWidths.get(i);
      if (!Float.isFinite(centres.get(i)) || !(half > 0) || Float.isInfinite(half)) {
        throw new IllegalArgumentException(
            "a centre must be finite and a half width above 0 and finite, got %s and %s"
                .formatted(centres.get(i), half));
      }
    }
  }
}
