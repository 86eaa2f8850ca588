package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tuple, Dict, OneOf, Sequence and Graph. */
final class CompositeSpacesTest {
  private static final Discrete TWO = new Discrete(2);
  private static final Discrete THREE = new Discrete(3);
  private static final NdArray ONE = NdArray.scalar(1);

  @Test
  void aDictKeepsTheOrderOfItsKeysAndDiffersFromAnother() {
    Dict ba = Dict.of("b", TWO, "a", THREE);
    Dict ab = Dict.of("a", THREE, "b", TWO);

    assertThat(ba).isNotEqualTo(ab).hasToString("Dict('b': Discrete(2), 'a': Discrete(3))");
    assertThat(ba.batch(2).spaces().keySet()).containsExactly("b", "a");
    assertThat(ba.sample(new SplittableRandom(1)).values().keySet()).containsExactly("b", "a");
  }

  @Test
  void theKeysOfADictValueMayComeInAnyOrder() {
    Dict space = Dict.of("b", TWO, "a", THREE);
    Map<String, Value> reversed = new LinkedHashMap<>();
    reversed.put("a", NdArray.scalar(2));
    reversed.put("b", ONE);
    float[] target = new float[5];

    space.flatten(new DictValue(reversed), target, 0);

    assertThat(target).containsExactly(0, 1, 0, 0, 1);
    assertThat(space.contains(new DictValue(reversed))).isTrue();
    assertThat(space.contains(new DictValue(Map.of("b", ONE)))).isFalse();
    assertThatThrownBy(() -> space.flatten(new DictValue(Map.of("b", ONE)), target, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has the keys [b, a], got [b]");
  }

  @Test
  void twoEqualKeysAreRefused() {
    assertThatThrownBy(() -> Dict.of("a", TWO, "a", THREE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTupleValueOfTheWrongLengthIsRefused() {
    Tuple space = Tuple.of(TWO, THREE);

    assertThat(space.contains(new TupleValue(List.of(ONE)))).isFalse();
    assertThatThrownBy(() -> space.flatten(new TupleValue(List.of(ONE)), new float[5], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 2 parts, got 1");
  }

  @Test
  void aChoiceIsFlattenedToItsIndexAndAPaddedValue() {
    OneOf space = OneOf.of(TWO, Box.of(-1, 1, DType.FLOAT32, 3));
    float[] target = {9, 9, 9, 9};

    space.flatten(new OneOfValue(0, ONE), target, 0);

    // The padding repeats the first float of the value, 0 here.
    assertThat(target).containsExactly(0, 0, 1, 0);
    assertThat(space.unflatten(target, 0)).isEqualTo(new OneOfValue(0, ONE));
  }

  @Test
  void aChoiceOutsideTheAlternativesIsRefused() {
    OneOf space = OneOf.of(TWO);

    assertThat(space.contains(new OneOfValue(1, ONE))).isFalse();
    assertThat(space.contains(new OneOfValue(-1, ONE))).isFalse();
    assertThatThrownBy(() -> space.flatten(new OneOfValue(1, ONE), new float[3], 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> space.unflatten(new float[] {Float.NaN, 1, 0}, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OneOf(List.of()))
        .hasMessage("a OneOf must have at least 1 space, got none");
  }

  @Test
  void sequencesAndGraphsHaveNoFlatForm() {
    List<Space> spaces =
        List.of(
            new Sequence(TWO),
            new Graph(TWO, null),
            Tuple.of(new Sequence(TWO)),
            OneOf.of(new Sequence(TWO)));

    assertThat(spaces)
        .allSatisfy(
            space ->
                assertThatThrownBy(space::flatSize)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("differ in size"));
  }

  @Test
  void aGraphsLinksMustBeNodesAndCountAsManyAsItsEdges() {
    Graph space = new Graph(TWO, THREE);
    NdArray nodes = NdArray.ofInts(new int[] {0, 1});
    NdArray edges = NdArray.ofInts(new int[] {2});

    assertThat(space.contains(new GraphValue(nodes, edges, links(0, 1)))).isTrue();
    assertThat(space.contains(new GraphValue(nodes, null, null))).isTrue();
    assertThat(space.contains(new GraphValue(nodes, edges, links(0, 2)))).isFalse();
    assertThat(space.contains(new GraphValue(nodes, edges, links(-1, 0)))).isFalse();
    assertThat(space.contains(new GraphValue(nodes, edges, null))).isFalse();
    assertThat(space.contains(new GraphValue(nodes, edges, NdArray.of(new long[4], 2, 2))))
        .isFalse();
    assertThat(new Graph(TWO, null).contains(new GraphValue(nodes, edges, links(0, 1)))).isFalse();
    assertThatThrownBy(() -> new Graph(Tuple.of(), null)).hasMessageContaining("Box or a Discrete");
  }

  private static NdArray links(long from, long to) {
    return NdArray.of(new long[] {from, to}, 1, 2);
  }

  @Test
  void aBatchHasAtLeastOneValue() {
    List<Space> spaces =
        List.of(
            TWO,
            MultiDiscrete.of(2),
            MultiBinary.of(2),
            new Text(2),
            Tuple.of(),
            Dict.of("a", TWO));

    assertThat(spaces)
        .allSatisfy(
            space ->
                assertThatThrownBy(() -> space.batch(0))
                    .hasMessage("a batch has at least 1 value, got 0"));
  }

  @Test
  void aBatchOfAnotherSizeIsNotTakenApart() {
    assertThatThrownBy(() -> TWO.unstack(NdArray.ofInts(new int[2]), 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Text(2).unstack(new TupleValue(List.of()), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TWO.stack(List.of(new TextValue("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value of Discrete(2) is a NdArray here, got a TextValue");
  }
}
