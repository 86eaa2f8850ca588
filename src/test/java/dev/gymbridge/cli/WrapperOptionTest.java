package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrapperOptionTest {
  private static Wrapper read(String text) {
    return new WrapperOption().convert(text);
  }

  @ParameterizedTest
  @CsvSource({
    "FlattenObservation, FlattenObservation",
    "my_wrappers:Mine, my_wrappers:Mine",
    "my.wrappers:Mine:, my.wrappers:Mine",
  })
  void readsANameAlone(String text, String name) {
    assertThat(read(text)).isEqualTo(new Wrapper(name, Map.of()));
  }

  @Test
  void readsArgumentsWhoseValuesHoldCommas() {
    Wrapper wrapper =
        read(
            "my_wrappers:Mine:shape=[84, 84],names={\"a\": [1,2], \"b,c\": null},text=a b,on=true");

    assertThat(wrapper.name()).isEqualTo("my_wrappers:Mine");
    assertThat(wrapper.arguments().get("shape")).isEqualTo(List.of(84L, 84L));
    assertThat(wrapper.arguments().get("names")).asString().isEqualTo("{a=[1, 2], b,c=null}");
    assertThat(wrapper.arguments().get("text")).isEqualTo("a b");
    assertThat(wrapper.arguments().get("on")).isEqualTo(true);
  }

  @Test
  void readsATupleAsPythonWritesIt() {
    assertThat(read("ResizeObservation:shape=(84, 84)").arguments())
        .isEqualTo(Map.of("shape", List.of(84L, 84L)));
    assertThat(read("X:a=((1,), (2,3))").arguments())
        .isEqualTo(Map.of("a", List.of(List.of(1L), List.of(2L, 3L))));
    assertThat(read("X:a=(one)").arguments()).isEqualTo(Map.of("a", "(one)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1st", "Name:=3", "a b", "Name:a=1,b"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> read(text)).hasMessageContaining("'").hasMessageContaining("write");
  }
}
