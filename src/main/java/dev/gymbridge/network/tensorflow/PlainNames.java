package dev.gymbridge.network.tensorflow;

import java.util.stream.Collectors;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;

/**
 * A graph whose nodes are numbered in the digits 0 to 9 in every locale.
 *
 * <p>TensorFlow's Java formats the number of a repeated name in the locale of the JVM, and
 * TensorFlow itself refuses the digits of, say, Egypt.
 */
final class PlainNames implements ExecutionEnvironment {
  private final Graph graph;
  private final Scope scope;

  private PlainNames(Graph graph) {
    this.graph = graph;
    scope = new OpScope(this);
  }

  /** Adds operations to this graph. */
  static Ops in(Graph graph) {
    return Ops.create(new PlainNames(graph));
  }

  private static String plain(String name) {
    return name.codePoints()
        .mapToObj(c -> Character.isDigit(c) ? "" + Character.digit(c, 10) : Character.toString(c))
        .collect(Collectors.joining());
  }

  @Override
  public OperationBuilder opBuilder(String type, String name, Scope from) {
    return graph.opBuilder(type, plain(name), from);
  }

  @Override
  public void attachFunction(ConcreteFunction function) {
    graph.attachFunction(function);
  }

  @Override
  public void checkInput(Operation input) {
    graph.checkInput(input);
  }

  @Override
  public Types environmentType() {
    return graph.environmentType();
  }

  @Override
  public Scope baseScope() {
    return scope;
  }

  @Override
  public boolean isInitializer(Operation operation) {
    return graph.isInitializer(operation);
  }
}
