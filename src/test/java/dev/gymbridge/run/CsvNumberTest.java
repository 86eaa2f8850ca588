package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvNumberTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "23, 23.0",
    "-200, -200.0",
    "0.002, 0.002",
    "2e-3, 0.002",
    "1e-7, 1E-7",
    "0.30000000000000004, 0.30000000000000004",
    "NaN, ''",
    "Infinity, inf",
    "-Infinity, -inf"
  })
  void writesTheFewestDigits(double value, String expected) {
    assertThat(CsvNumber.text(value)).isEqualTo(expected);
  }

  @Property
  void readsBackWhatItWrote(@ForAll double value) {
    assertThat(CsvNumber.parse(CsvNumber.text(value)) + 0.0).isEqualTo(value + 0.0);
  }
}
