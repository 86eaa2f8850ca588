package dev.gymbridge.dqn;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.QNetworkContract;

/** The fake refuses what the real network refuses, and takes what it takes. */
class RecordingNetworkContractTest extends QNetworkContract {
  @Override
  protected QNetwork make() {
    return new RecordingNetwork();
  }
}
