package dev.gymbridge.remote.wire;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Graph;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a space from the wire; {@link SpaceEncoder} writes it.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class SpaceCodec {
  /** Protobuf's own limit on a message that it parses is lower. */
  private static final int MAX_DEPTH = 64;

  private SpaceCodec() {}

  public static dev.gymbridge.proto.v1.Space encode(Space space) {
    return SpaceEncoder.encode(space);
  }

  /**
   * The space of a message.
   *
   * @throws MalformedMessageException if it describes none
   */
  public static Space decode(dev.gymbridge.proto.v1.Space space) {
    try {
      return decode(space, 0);
    } catch (IllegalArgumentException e) {
      // What the spaces' own constructors refuse.
      throw new MalformedMessageException("no space is like this: " + e.getMessage(), e);
    }
  }

  private static Space decode(dev.gymbridge.proto.v1.Space space, int depth) {
    if (depth == MAX_DEPTH) {
      throw new MalformedMessageException(
          "a space may contain spaces at most %d deep".formatted(MAX_DEPTH));
    }
    int below = depth + 1;
    return switch (space.getKindCase()) {
      case BOX -> box(space.getBox());
      case DISCRETE -> {
        var discrete = space.getDiscrete();
        yield new Discrete(
            discrete.getN(), discrete.getStart(), DTypes.decode(discrete.getDtype()));
      }
      case MULTI_DISCRETE -> multiDiscrete(space.getMultiDiscrete());
      case MULTI_BINARY -> new MultiBinary(space.getMultiBinary().getShapeList());
      case TEXT -> {
        var text = space.getText();
        yield new Text(text.getMinLength(), text.getMaxLength(), text.getCharset());
      }
      case TUPLE -> new Tuple(all(space.getTuple().getSpacesList(), below));
      case DICT -> dict(space.getDict(), below);
      case SEQUENCE ->
          new Sequence(
              decode(space.getSequence().getElement(), below), space.getSequence().getStacked());
      case GRAPH -> {
        var graph = space.getGraph();
        yield new Graph(
            decode(graph.getNode(), below),
            graph.hasEdge() ? decode(graph.getEdge(), below) : null);
      }
      case ONE_OF -> new OneOf(all(space.getOneOf().getSpacesList(), below));
      case KIND_NOT_SET ->
          throw new MalformedMessageException("a space has no kind, or one that is not known here");
    };
  }

  private static List<Space> all(List<dev.gymbridge.proto.v1.Space> spaces, int depth) {
    return spaces.stream().map(space -> decode(space, depth)).toList();
  }

  private static Space box(dev.gymbridge.proto.v1.Box box) {
    DType dtype = DTypes.decode(box.getDtype());
    int[] shape = DTypes.shape(box.getShapeList());
    return new Box(
        DTypes.array(dtype, box.getLow(), shape), DTypes.array(dtype, box.getHigh(), shape));
  }

  private static Space multiDiscrete(dev.gymbridge.proto.v1.MultiDiscrete space) {
    int[] shape = DTypes.shape(space.getShapeList());
    return new MultiDiscrete(
        DTypes.array(DType.INT64, space.getNvec(), shape),
        DTypes.array(DType.INT64, space.getStart(), shape),
        DTypes.decode(space.getDtype()));
  }

  private static Space dict(dev.gymbridge.proto.v1.Dict dict, int depth) {
    Map<String, Space> spaces = new LinkedHashMap<>();
    for (var entry : dict.getEntriesList()) {
      if (spaces.put(entry.getKey(), decode(entry.getSpace(), depth)) != null) {
        throw new MalformedMessageException(
            "a Dict space has the key \"%s\" twice".formatted(entry.getKey()));
      }
    }
    return new Dict(spaces);
  }
}
