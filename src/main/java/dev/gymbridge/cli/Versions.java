package dev.gymbridge.cli;

import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import picocli.CommandLine.IVersionProvider;

/** The version of this program. */
final class Versions implements IVersionProvider {
  static String gymbridge() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The version of TensorFlow, whose native library is loaded to say it. */
  static String tensorflow() {
    return TensorFlowQNetwork.tensorFlowVersion();
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "gymbridge " + gymbridge(),
      "JVM " + Runtime.version() + " (" + System.getProperty("os.name") + ")"
    };
  }
}
