package dev.gymbridge.network.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** The session options that make a run of a small graph cheap. */
final class SessionSettings {
  private SessionSettings() {}

  /**
   * Operations one after another on the calling thread: no queue, no hand-over, no waking.
   *
   * @param settings how many threads one operation may use
   */
  static ConfigProto of(ComputeSettings settings) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(settings.threads())
        .setInterOpParallelismThreads(1)
        .setExperimental(
            ConfigProto.Experimental.newBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR"))
        // A GPU's memory is taken as it is needed, not all of it at the start.
        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
        .build();
  }
}
