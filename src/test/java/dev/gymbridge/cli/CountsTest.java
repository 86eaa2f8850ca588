package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountsTest {
  @ParameterizedTest
  @CsvSource({
    "20000, 20000",
    "1_000_000, 1000000",
    "10k, 10000",
    "1e5, 100000",
    "1.5M, 1500000",
    "-3, -3",
    "2.5e3, 2500"
  })
  void areReadAsPeopleWriteThem(String text, long number) {
    assertThat(Counts.parse(text)).contains(BigInteger.valueOf(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1.5", "k", "", "1e-3", "10kk", "0x10", "1,000"})
  void areRefusedWhereTheyAreNotWhole(String text) {
    assertThat(Counts.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10k, 10000",
    "10k env_steps, 10000 env_steps",
    "0.001, 0.001",
    "huber, huber",
    "256 env_steps, 256 env_steps",
    "null, null"
  })
  void ofSettingsAreWrittenPlainly(String setting, String plain) {
    assertThat(Counts.plain(setting)).isEqualTo(plain);
  }
}
