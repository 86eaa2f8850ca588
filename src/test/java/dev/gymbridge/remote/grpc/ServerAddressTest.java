package dev.gymbridge.remote.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:50051, dns:///localhost:50051",
    "[::1]:50051, dns:///[::1]:50051",
    "dns:///gym.example.org:1, dns:///gym.example.org:1",
    "unix:/tmp/x/socket, unix:/tmp/x/socket",
    "unix:///tmp/x/socket, unix:/tmp/x/socket",
    "unix:/tmp/my dir/50%/s, unix:/tmp/my%20dir/50%25/s",
    "unix:/tmp/jürgen/s, unix:/tmp/j%C3%BCrgen/s",
    " 10.0.0.1:65535 , dns:///10.0.0.1:65535",
  })
  void readsWhatGrpcUnderstands(String text, String target) {
    assertThat(ServerAddress.parse(text).grpcTarget()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "unix:",
        "http://x:1",
        "a:1,b:2"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be host:port")
        .hasMessageContaining("\"" + text + "\"");
  }
}
