package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.tensorflow.onnx.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** The online network alone, as an ONNX file. */
final class OnnxFile {
  private OnnxFile() {}

  /**
   * Writes the file, which must not be there.
   *
   * @param weights of the online network
   */
  static void write(
      Path file,
      Blueprint blueprint,
      NetworkConfig config,
      List<StoredArray> weights,
      Map<String, String> provenance) {
    try {
      byte[] model =
          OnnxModel.of(
              config.observation(),
              blueprint.body(),
              weights.stream().map(StoredArray::values).toList(),
              blueprint.head(),
              config.actions(),
              provenance);
      Files.write(file, model, StandardOpenOption.CREATE_NEW);
    } catch (NoClassDefFoundError e) {
      throw new UnsupportedOperationException(
          "the library that writes ONNX is missing; add org.tribuo:tribuo-util-onnx to the"
              + " application, or export a SavedModel",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot export the network to " + file, e);
    }
  }
}
