package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

/** The report of the conformance suite, on the JVM's own environment. */
final class CheckCommandTest {
  @Test
  void printsALineForEachCheckAndASummary() {
    Gymbridge.Result result = Gymbridge.run("check", "--env", "native:CartPole-v1");
    assertThat(result.out())
        .contains("ok    seeding.same-seed-same-start")
        .contains("--    render.ansi (not applicable: it has no render mode ansi)")
        .containsPattern("CartPole-v1: \\d+ passed, 0 failed, 2 not applicable, \\d skipped in")
        .doesNotContain("FAIL");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEqualToIgnoringNewLines("checking native:CartPole-v1");
  }

  @Test
  void printsOneJsonObject() {
    Gymbridge.Result result =
        Gymbridge.run(
            "check", "--env", "native:CartPole-v1", "--frugal", "--json", "--num-envs", "2");
    JsonObject json = result.json();
    assertThat(json.get("ok").getAsBoolean()).isTrue();
    assertThat(json.get("failed").getAsInt()).isZero();
    assertThat(json.get("passed").getAsInt()).isGreaterThan(60);
    JsonObject first = json.getAsJsonArray("checks").get(0).getAsJsonObject();
    assertThat(first.get("id").getAsString()).isEqualTo("making.succeeds");
    assertThat(first.get("outcome").getAsString()).isEqualTo("passed");
    assertThat(result.err()).contains("ok    making.succeeds");
  }

  @Test
  void saysWhyAnEnvironmentCannotBeMadeWithExitCode1() {
    Gymbridge.Result result =
        Gymbridge.run("check", "--env", "native:CartPole-v1", "--env-arg", "wind=3");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("FAIL  making.succeeds")
        .contains("CartPole-v1 has no argument \"wind\"")
        .contains("mend:")
        .contains("(skipped: the environment could not be made; see making.succeeds)")
        .contains("CartPole-v1: 0 passed, 1 failed");
  }
}
