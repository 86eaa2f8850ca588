package dev.gymbridge.network.tensorflow;

import com.google.gson.Gson;
import dev.gymbridge.file.FileTree;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.tensorflow.layer.Pass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * The online network alone, as a SavedModel.
 *
 * <p>It is built in a graph of its own, so that nothing of the training is in the file. The saver
 * of TensorFlow Java knows reference variables only and would write no weights; it does not make
 * its own operations where it finds those named as here.
 */
final class ServingModel {
  /** In {@code assets.extra}, which TensorFlow leaves to whoever has something to say. */
  private static final String PROVENANCE = "provenance.json";

  private ServingModel() {}

  /**
   * Writes the model into a directory that is empty or not there.
   *
   * @param weights of the online network
   * @param provenance kept as a file beside the model
   * @throws UncheckedIOException if the directory is not empty or cannot be written
   */
  static void write(
      Path directory,
      Blueprint blueprint,
      ObservationShape observation,
      List<StoredArray> weights,
      Map<String, String> provenance) {
    try {
      requireFree(directory);
      Path parent = directory.toAbsolutePath().getParent();
      Files.createDirectories(parent);
      Path temporary = Files.createTempDirectory(parent, ".saved-model");
      try {
        // Within it, for nobody but its maker may look into a temporary directory.
        Path unfinished = Files.createDirectory(temporary.resolve("model"));
        build(unfinished, blueprint, observation, weights);
        say(unfinished, provenance);
        Files.deleteIfExists(directory);
        Files.move(unfinished, directory);
      } finally {
        FileTree.delete(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot export the network to " + directory, e);
    }
  }

  private static void say(Path directory, Map<String, String> provenance) throws IOException {
    Path extra = Files.createDirectory(directory.resolve("assets.extra"));
    Files.writeString(extra.resolve(PROVENANCE), new Gson().toJson(provenance));
  }

  private static void build(
      Path directory, Blueprint blueprint, ObservationShape observation, List<StoredArray> weights)
      throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph, SessionSettings.of(new ComputeSettings(1)))) {
      Ops tf = PlainNames.in(graph);
      List<Variable> variables = Variables.weights(tf, "online", blueprint.weights());
      ObservationPlaceholder fed =
          ObservationPlaceholder.asItComes(tf.withName("observation"), observation);
      Operand<TFloat32> values =
          tf.withName("action_values")
              .identity(
                  blueprint.actionValues(
                      new Pass(tf, null), Variables.values(variables), fed.floats()));
      Operand<TInt64> best = tf.withName("actions").math.argMax(values, tf.constant(1));
      addSaver(tf.withSubScope("save"), variables);
      Variables.load(session, variables, weights);
      SavedModelBundle.exporter(directory.toString())
          .withSession(session)
          .withSignature(
              Signature.builder(Signature.DEFAULT_KEY)
                  .input("observation", fed.fed())
                  .output("action_values", values)
                  .output("actions", best)
                  .build())
          .export();
    }
  }

  private static void addSaver(Ops tf, List<Variable> variables) {
    String[] names = variables.stream().map(Variable::name).toArray(String[]::new);
    String[] whole = new String[names.length];
    java.util.Arrays.fill(whole, "");
    List<Operand<?>> values = new ArrayList<>(Variables.values(variables));
    List<Class<? extends org.tensorflow.types.family.TType>> types = new ArrayList<>();
    variables.forEach(variable -> types.add(TFloat32.class));

    Placeholder<TString> file =
        tf.withName("filename").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    Op saved = tf.train.save(file, tf.array(names), tf.array(whole), values);
    tf.withControlDependencies(saved).withName("control_dependency").identity(file);

    Restore restored = tf.train.restore(file, tf.array(names), tf.array(whole), types);
    List<Op> assignments = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      assignments.add(
          variables.get(i).assign(tf, restored.tensors().get(i).expect(TFloat32.class)));
    }
    tf.withControlDependencies(assignments).withName("restore_all").noOp();
  }

  private static void requireFree(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> inside = Files.list(directory)) {
        if (inside.findAny().isEmpty()) {
          return;
        }
      }
    }
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "exists and is not an empty directory; name another");
    }
  }
}
