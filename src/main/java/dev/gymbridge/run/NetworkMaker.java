package dev.gymbridge.run;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.QNetwork;

/** Makes the Q-network of a run; whoever asks for it closes it. */
@FunctionalInterface
public interface NetworkMaker {
  /** A network with fresh weights. */
  QNetwork make(NetworkConfig config);
}
