package dev.gymbridge.env.space;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with features, and optionally edges between them with features.
 *
 * @param node the features of a node: a {@link Box} or a {@link Discrete}
 * @param edge the features of an edge, likewise; null when graphs have no edges
 */
public record Graph(Space node, @Nullable Space edge) implements Space {
  private static final int SAMPLED_NODES = 10; // As Gymnasium's.

  /**
   * Graphs.
   *
   * @throws IllegalArgumentException if a space is neither a Box nor a Discrete
   */
  public Graph {
    requireArrays("node", node);
    if (edge != null) {
      requireArrays("edge", edge);
    }
  }

  private static void requireArrays(String name, Space space) {
    if (!(space instanceof Box || space instanceof Discrete)) {
      throw new IllegalArgumentException(
          "the %s space of a graph must be a Box or a Discrete, got %s".formatted(name, space));
    }
  }

  /** Ten nodes and fewer than 90 edges, each between any two nodes. */
  @Override
  public GraphValue sample(RandomGenerator random) {
    NdArray nodes = (NdArray) node.batch(SAMPLED_NODES).sample(random);
    int edgeCount = random.nextInt(SAMPLED_NODES * (SAMPLED_NODES - 1));
    if (edge == null || edgeCount == 0) {
      return new GraphValue(nodes, null, null);
    }
    NdArray edges = (NdArray) edge.batch(edgeCount).sample(random);
    NdArray links =
        Elements.ofLongs(DType.INT32, new int[] {edgeCount, 2}, i -> random.nextInt(SAMPLED_NODES));
    return new GraphValue(nodes, edges, links);
  }

  @Override
  public boolean contains(Value value) {
    if (!(value instanceof GraphValue graph) || !isBatch(node, graph.nodes())) {
      return false;
    }
    NdArray edges = graph.edges();
    NdArray links = graph.edgeLinks();
    if (edges == null || links == null) {
      return edges == null && links == null;
    }
    return edge != null
        && isBatch(edge, edges)
        && links.dtype().isInteger()
        && links.hasShape(new int[] {edges.shape()[0], 2})
        && areNodes(links, graph.nodes().shape()[0]);
  }

  private static boolean isBatch(Space space, NdArray array) {
    int[] shape = array.shape();
    // A batch space has one value at least; of no values, only the kind matters.
    return shape.length > 0
        && (shape[0] == 0
            ? array.equals(space.stack(java.util.List.of()))
            : space.batch(shape[0]).contains(array));
  }

  private static boolean areNodes(NdArray links, int nodeCount) {
    for (int i = 0; i < links.size(); i++) {
      if (links.getLong(i) < 0 || links.getLong(i) >= nodeCount) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int flatSize() {
    throw Values.variableSize(this);
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    throw Values.variableSize(this);
  }

  @Override
  public Value unflatten(float[] source, int offset) {
    throw Values.variableSize(this);
  }

  /** {@code Tuple} of n. */
  @Override
  public Tuple batch(int n) {
    return Tuple.repeat(this, n);
  }

  /** As Gymnasium writes it: {@code Graph(Discrete(2), None)}. */
  @Override
  public String toString() {
    return "Graph(%s, %s)".formatted(node, edge == null ? "None" : edge);
  }
}
