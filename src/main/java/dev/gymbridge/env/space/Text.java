package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Strings over a character set. A character is a Unicode code point, as in Python.
 *
 * @param minLength the least number of characters, at least 0
 * @param maxLength the greatest
 * @param charset each allowed character once; the order gives the indices of {@link #flatten}
 */
public record Text(int minLength, int maxLength, String charset) implements Space {
  /** The digits and the letters of ASCII, in code point order: Gymnasium's own choice. */
  public static final String ALPHANUMERIC =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /**
   * Strings.
   *
   * @throws IllegalArgumentException if the lengths are negative or cross, or a character comes
   *     twice or is half a surrogate pair
   */
  public Text {
    if (minLength < 0 || minLength > maxLength) {
      throw new IllegalArgumentException(
          "the lengths must satisfy 0 <= minLength <= maxLength, got %d and %d"
              .formatted(minLength, maxLength));
    }
    if (charset.codePoints().anyMatch(Text::isSurrogate)) {
      throw new IllegalArgumentException("the charset has half a surrogate pair; remove it");
    }
    Map<Integer, Long> counts =
        charset
            .codePoints()
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    counts.forEach(
        (character, count) -> {
          if (count > 1) {
            throw new IllegalArgumentException(
                "the charset must have each character once, got \"%s\" %d times"
                    .formatted(Character.toString(character), count));
          }
        });
  }

  /** Alphanumeric strings of 1 to {@code maxLength} characters. */
  public Text(int maxLength) {
    this(1, maxLength, ALPHANUMERIC);
  }

  private int[] characters() {
    return charset.codePoints().toArray();
  }

  /**
   * A string of uniform length and uniform characters.
   *
   * @throws IllegalStateException if there is none: the charset is empty and minLength above 0
   */
  @Override
  public TextValue sample(RandomGenerator random) {
    int[] characters = characters();
    if (characters.length == 0) {
      if (minLength > 0) {
        throw new IllegalStateException(this + " has no value to sample: its charset is empty");
      }
      return new TextValue("");
    }
    int length = (int) random.nextLong(minLength, maxLength + 1L);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return new TextValue(text.toString());
  }

  @Override
  public boolean contains(Value value) {
    if (!(value instanceof TextValue text)) {
      return false;
    }
    int length = text.text().codePointCount(0, text.text().length());
    return length >= minLength
        && length <= maxLength
        && text.text().codePoints().allMatch(this::has);
  }

  private boolean has(int character) {
    // Half a surrogate pair would be found inside the pair.
    return !isSurrogate(character) && charset.indexOf(character) >= 0;
  }

  private static boolean isSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  /** maxLength: the index of each character, then the size of the charset as padding. */
  @Override
  public int flatSize() {
    return maxLength;
  }

  @Override
  public void flatten(Value value, float[] target, int offset) {
    if (!contains(value)) {
      throw new IllegalArgumentException("%s is not in %s".formatted(value, this));
    }
    List<Integer> characters = charset.codePoints().boxed().toList();
    Arrays.fill(target, offset, offset + maxLength, characters.size());
    int[] text = Values.cast(this, TextValue.class, value).text().codePoints().toArray();
    for (int i = 0; i < text.length; i++) {
      target[offset + i] = characters.indexOf(text[i]);
    }
  }

  @Override
  public TextValue unflatten(float[] source, int offset) {
    int[] characters = characters();
    StringBuilder text = new StringBuilder();
    IntStream.range(offset, offset + maxLength)
        .map(i -> (int) source[i])
        .filter(index -> index >= 0 && index < characters.length)
        .forEach(index -> text.appendCodePoint(characters[index]));
    return new TextValue(text.toString());
  }

  /** {@code Tuple} of n. */
  @Override
  public Tuple batch(int n) {
    return Tuple.repeat(this, n);
  }

  /** As Gymnasium writes it: {@code Text(1, 10, charset=0123456789)}. */
  @Override
  public String toString() {
    return "Text(%s, %s, charset=%s)".formatted(minLength, maxLength, charset);
  }
}
