package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.Convolution;
import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.LayersConfig;
import dev.gymbridge.network.NetworkConfig;
import java.util.Locale;
import java.util.stream.Collectors;

/** What must be the same in two networks for one to take the weights of the other, in a line. */
final class Descriptions {
  private Descriptions() {}

  /** Such as {@code 4-128-128-2} or {@code 84x84x4-nature-512-6x51[-10.0,10.0] dueling noisy}. */
  static String of(NetworkConfig config) {
    LayersConfig layers = config.layers();
    StringBuilder text =
        new StringBuilder(
            config.observation().dimensions().stream()
                .map(String::valueOf)
                .collect(Collectors.joining("x")));
    if (layers.convolution() != Convolution.NONE) {
      text.append('-').append(layers.convolution().name().toLowerCase(Locale.ROOT));
    }
    layers.hiddenSizes().forEach(size -> text.append('-').append(size));
    text.append('-').append(config.actions()).append(of(config.head()));
    text.append(layers.scale() == null ? "" : " scaled");
    text.append(layers.dueling() ? " dueling" : "");
    text.append(layers.noisy() ? " noisy" : "");
    text.append(layers.layerNorm() ? " layer_norm" : "");
    return text.toString();
  }

  private static String of(HeadConfig head) {
    if (head instanceof HeadConfig.Categorical categorical) {
      return "x%s[%s,%s]".formatted(categorical.atoms(), categorical.vMin(), categorical.vMax());
    }
    return head instanceof HeadConfig.Quantile quantile ? "x" + quantile.quantiles() : "";
  }
}
