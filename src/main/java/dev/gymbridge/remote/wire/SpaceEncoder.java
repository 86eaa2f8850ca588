package dev.gymbridge.remote.wire;

import dev.gymbridge.env.space.Box;
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
import java.util.List;

/** Writes a space as its message. */
final class SpaceEncoder {
  private SpaceEncoder() {}

  static dev.gymbridge.proto.v1.Space encode(Space space) {
    var message = dev.gymbridge.proto.v1.Space.newBuilder();
    if (space instanceof Box box) {
      message.setBox(box(box));
    } else if (space instanceof Discrete discrete) {
      message.setDiscrete(discrete(discrete));
    } else if (space instanceof MultiDiscrete multiDiscrete) {
      message.setMultiDiscrete(multiDiscrete(multiDiscrete));
    } else if (space instanceof MultiBinary binary) {
      message.getMultiBinaryBuilder().addAllShape(binary.shape());
    } else if (space instanceof Text text) {
      message
          .getTextBuilder()
          .setMinLength(text.minLength())
          .setMaxLength(text.maxLength())
          .setCharset(text.charset());
    } else if (space instanceof Tuple tuple) {
      message.getTupleBuilder().addAllSpaces(all(tuple.spaces()));
    } else if (space instanceof Dict dict) {
      message.setDict(dict(dict));
    } else if (space instanceof Sequence sequence) {
      message
          .getSequenceBuilder()
          .setElement(encode(sequence.element()))
          .setStacked(sequence.stacked());
    } else if (space instanceof Graph graph) {
      message.setGraph(graph(graph));
    } else if (space instanceof OneOf oneOf) {
      message.getOneOfBuilder().addAllSpaces(all(oneOf.spaces()));
    }
    return message.build();
  }

  private static List<dev.gymbridge.proto.v1.Space> all(List<Space> spaces) {
    return spaces.stream().map(SpaceEncoder::encode).toList();
  }

  private static dev.gymbridge.proto.v1.Box box(Box box) {
    return dev.gymbridge.proto.v1.Box.newBuilder()
        .setDtype(DTypes.encode(box.dtype()))
        .addAllShape(DTypes.dimensions(box.shape()))
        .setLow(DTypes.bytes(box.low()))
        .setHigh(DTypes.bytes(box.high()))
        .build();
  }

  private static dev.gymbridge.proto.v1.Discrete discrete(Discrete discrete) {
    return dev.gymbridge.proto.v1.Discrete.newBuilder()
        .setN(discrete.n())
        .setStart(discrete.start())
        .setDtype(DTypes.encode(discrete.dtype()))
        .build();
  }

  private static dev.gymbridge.proto.v1.MultiDiscrete multiDiscrete(MultiDiscrete space) {
    return dev.gymbridge.proto.v1.MultiDiscrete.newBuilder()
        .setDtype(DTypes.encode(space.dtype()))
        .addAllShape(DTypes.dimensions(space.shape()))
        .setNvec(DTypes.bytes(space.nvec()))
        .setStart(DTypes.bytes(space.start()))
        .build();
  }

  private static dev.gymbridge.proto.v1.Dict dict(Dict dict) {
    var message = dev.gymbridge.proto.v1.Dict.newBuilder();
    dict.spaces()
        .forEach((key, space) -> message.addEntriesBuilder().setKey(key).setSpace(encode(space)));
    return message.build();
  }

  private static dev.gymbridge.proto.v1.Graph graph(Graph graph) {
    var message = dev.gymbridge.proto.v1.Graph.newBuilder().setNode(encode(graph.node()));
    Space edge = graph.edge();
    if (edge != null) {
      message.setEdge(encode(edge));
    }
    return message.build();
  }
}
