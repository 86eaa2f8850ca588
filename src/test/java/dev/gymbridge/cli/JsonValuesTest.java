package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.run.JsonArguments;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "#ff0000",
        "//server/maps/one",
        "",
        "None",
        "4x4",
        "/tmp/a b",
        "a;b",
        "it's",
        "nan",
        "NaN",
        "Infinity",
        "01",
        "1_0",
        "[1,2",
        "'a'",
        "{a: 1}",
        "[1;2]",
        "1 2",
        "TRUE",
        "tRue",
        "NULL",
        ".5",
        "+1",
        "0x10",
        "[1,]",
        "true // really",
        "/* none */",
        "  ",
        "\\u0041"
      })
  void isTheTextItselfWhereThatIsNoStrictJson(String text) {
    assertThat(JsonValues.parse(text).isJsonPrimitive()).isTrue();
    assertThat(JsonValues.parse(text).getAsJsonPrimitive().isString()).isTrue();
    assertThat(JsonValues.parse(text).getAsString()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | true",
        "False | false",
        "null | null",
        "1.0 | 1.0",
        "12345678901234567890 | 12345678901234567890",
        "\"x\" | \"x\"",
        "[1, [2, \"a\"]] | [1,[2,\"a\"]]",
        "{\"a\": null} | {\"a\":null}",
      })
  void isStrictJson(String text, String json) {
    assertThat(JsonValues.parse(text).toString()).isEqualTo(json);
  }

  @Test
  void keepsNumbersOfEveryLengthExactly() {
    Map<String, Object> arguments =
        JsonArguments.toJava(
            JsonValues.object(Map.of("a", "9223372036854775807", "b", "9223372036854775808")));

    assertThat(arguments.get("a")).isEqualTo(Long.MAX_VALUE);
    assertThat(arguments.get("b")).hasToString("9223372036854775808");
    assertThat(JsonArguments.toJava(JsonArguments.toJson(arguments))).isEqualTo(arguments);
  }
}
