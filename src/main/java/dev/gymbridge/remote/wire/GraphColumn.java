package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Graph;
import dev.gymbridge.env.space.GraphValue;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Graph: numbers of nodes, all nodes, numbers of edges, all edges, the end nodes of all edges. */
final class GraphColumn implements ColumnCodec {
  private static final int NO_EDGES = -1;
  private static final int[] PAIR = {2};

  private final ArrayColumn node;
  private final @Nullable ArrayColumn edge;
  private final ArrayColumn links;

  GraphColumn(Graph graph) {
    this.node = (ArrayColumn) ColumnCodec.of(graph.node());
    this.edge = graph.edge() == null ? null : (ArrayColumn) ColumnCodec.of(graph.edge());
    this.links = new ArrayColumn(graph, DType.INT32, PAIR);
  }

  @Override
  public void encode(Value batch, int n, List<ByteString> leaves) {
    int[] nodeCounts = new int[n];
    int[] edgeCounts = new int[n];
    List<ByteString> nodes = new ArrayList<>();
    List<ByteString> edges = new ArrayList<>();
    List<ByteString> ends = new ArrayList<>();
    int i = 0;
    for (GraphValue graph : ColumnCodec.parts(batch, n, GraphValue.class)) {
      nodeCounts[i] = rows(graph.nodes());
      node.encode(graph.nodes(), nodeCounts[i], nodes);
      edgeCounts[i++] = encodeEdges(graph, edges, ends);
    }
    leaves.add(ColumnCodec.ints(nodeCounts));
    leaves.add(ByteString.copyFrom(nodes));
    leaves.add(ColumnCodec.ints(edgeCounts));
    if (edge != null) {
      leaves.add(ByteString.copyFrom(edges));
    }
    leaves.add(ByteString.copyFrom(ends));
  }

  private int encodeEdges(GraphValue graph, List<ByteString> edges, List<ByteString> ends) {
    NdArray features = graph.edges();
    NdArray edgeLinks = graph.edgeLinks();
    if (features == null && edgeLinks == null) {
      return NO_EDGES;
    }
    if (features == null || edgeLinks == null || edge == null) {
      throw new IllegalArgumentException(
          "a graph must have both edges and edgeLinks, in a space with an edge space, or neither");
    }
    int count = rows(features);
    edge.encode(features, count, edges);
    links.encode(edgeLinks, count, ends);
    return count;
  }

  private static int rows(NdArray array) {
    int[] shape = array.shape();
    if (shape.length == 0) {
      throw new IllegalArgumentException(
          "nodes and edges must have a first dimension, got a scalar");
    }
    return shape[0];
  }

  @Override
  public Value decode(LeafReader leaves, int n) {
    int[] nodeCounts = leaves.lengths("the numbers of nodes", n);
    Slices nodes = new Slices(node, leaves.leaf("the nodes"), nodeCounts);
    int most = edge == null ? NO_EDGES : Integer.MAX_VALUE;
    int[] edgeCounts = leaves.ints("the numbers of edges", n, NO_EDGES, most);
    Slices edges = edge == null ? null : new Slices(edge, leaves.leaf("the edges"), edgeCounts);
    Slices ends = new Slices(links, leaves.leaf("the end nodes of edges"), edgeCounts);
    List<Value> graphs = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      NdArray graphNodes = nodes.next(nodeCounts[i]);
      if (edges == null || edgeCounts[i] == NO_EDGES) {
        graphs.add(new GraphValue(graphNodes, null, null));
      } else {
        NdArray graphEdges = edges.next(edgeCounts[i]);
        NdArray graphLinks = ends.next(edgeCounts[i]);
        requireNodes(graphLinks, nodeCounts[i]);
        graphs.add(new GraphValue(graphNodes, graphEdges, graphLinks));
      }
    }
    return new TupleValue(graphs);
  }

  private static void requireNodes(NdArray links, int nodeCount) {
    for (int i = 0; i < links.size(); i++) {
      long end = links.getLong(i);
      if (end < 0 || end >= nodeCount) {
        throw new MalformedMessageException(
            "an end node of an edge must be in [0, %d), got %d".formatted(nodeCount, end));
      }
    }
  }

  @Override
  public long emptyParts() {
    return 0;
  }

  /** One leaf of arrays of all graphs, cut up graph by graph. */
  private static final class Slices {
    private final ArrayColumn column;
    private final ByteString leaf;
    private int start;

    Slices(ArrayColumn column, ByteString leaf, int[] counts) {
      this.column = column;
      this.leaf = leaf;
      // The whole leaf as one batch: refused unless it has exactly the bytes of all.
      NdArray unused = column.decodeLeaf(leaf, LeafReader.sum("the numbers of rows", counts));
    }

    NdArray next(int count) {
      int end = start + (int) (count * column.bytesOfOne());
      NdArray rows = column.decodeLeaf(leaf.substring(start, end), count);
      start = end;
      return rows;
    }
  }
}
