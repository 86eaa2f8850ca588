package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Stepping through the bridge gives to the byte what stepping Gymnasium in process gives.
 *
 * <p>All cases go over lanes, and every third over a stream as well.
 *
 * <p>A program of Python's own, without the server and its codec, steps each environment and writes
 * down what it returned; here the same is done over the wire and compared.
 */
final class SameTrajectoriesIT {
  private static final Map<String, List<JsonObject>> RECORDED = new LinkedHashMap<>();

  private static BridgeServer server;
  private static BridgeServer compressing;

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
    compressing = BridgeServer.start("--compress-frames");
  }

  @AfterAll
  static void stop() {
    server.close();
    compressing.close();
  }

  /** Asks Python for those that it has not recorded yet. */
  private static void record(List<TrajectoryCase> cases) {
    List<Map<String, Object>> missing =
        cases.stream().filter(c -> !RECORDED.containsKey(c.name())).map(c -> c.json()).toList();
    for (String line : BridgeServer.run("tests.bridge.record", new Gson().toJson(missing))) {
      JsonObject operation = JsonParser.parseString(line).getAsJsonObject();
      RECORDED
          .computeIfAbsent(operation.get("case").getAsString(), name -> new ArrayList<>())
          .add(operation);
    }
  }

  private static List<DynamicTest> tests(
      List<TrajectoryCase> cases, Function<BridgeServer, EnvironmentServer> carrier) {
    record(cases);
    return cases.stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> repeat(c, carrier.apply(over(c)))))
        .toList();
  }

  private static List<TrajectoryCase> cases(boolean cartPole) {
    return TrajectoryCase.all().stream()
        .filter(c -> c.name().contains("CartPole") == cartPole)
        .toList();
  }

  @TestFactory
  List<DynamicTest> areThoseOfGymnasiumInProcess() {
    return tests(cases(true), BridgeServer::connection);
  }

  @TestFactory
  @Tag("thorough")
  List<DynamicTest> areThoseOfEveryOtherEnvironment() {
    return tests(cases(false), BridgeServer::connection);
  }

  @TestFactory
  @Tag("thorough")
  List<DynamicTest> areThoseOfGymnasiumInProcessAlsoOverAStream() {
    List<TrajectoryCase> all = TrajectoryCase.all();
    return tests(
        IntStream.range(0, all.size()).filter(i -> i % 3 == 0).mapToObj(all::get).toList(),
        BridgeServer::overStreams);
  }

  private static BridgeServer over(TrajectoryCase trajectory) {
    return trajectory.compressed() ? compressing : server;
  }

  private static void repeat(TrajectoryCase trajectory, EnvironmentServer connection) {
    List<JsonObject> operations = RECORDED.getOrDefault(trajectory.name(), List.of());
    assertThat(operations).as("what Python recorded").isNotEmpty();
    JsonObject last = operations.get(operations.size() - 1);
    assertThat(last.get("op").getAsString()).as(last.toString()).isEqualTo("end");
    try (Repetition repetition = trajectory.open(connection)) {
      for (int i = 0; i < operations.size() - 1; i++) {
        JsonObject expected = operations.get(i);
        assertThat(repetition.repeat(expected)).as("operation %d", i).isEqualTo(expected);
      }
    }
  }
}
