package dev.gymbridge.network;

/** What a network can be written as, for others to run. */
public enum ExportFormat {
  /** A directory that TensorFlow serves, under the signature {@code serving_default}. */
  SAVED_MODEL,
  /** A file that ONNX runtimes read. */
  ONNX
}
