package dev.gymbridge.remote;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.ToNumberPolicy;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Does over the wire what record.py did in process, and says in the same words what came of it. */
abstract class Repetition implements AutoCloseable {
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();

  /** The same operation, with what was asked copied and its results our own. */
  JsonObject repeat(JsonObject recorded) {
    JsonObject own = new JsonObject();
    own.add("case", recorded.get("case"));
    own.add("op", recorded.get("op"));
    switch (recorded.get("op").getAsString()) {
      case "reset" -> {
        own.add("reset", recorded.get("reset"));
        reset(recorded.getAsJsonObject("reset"), own);
      }
      case "step" -> {
        own.add("action", recorded.get("action"));
        step(action(recorded.getAsJsonObject("action")), own);
      }
      default -> own.add("drawn", json(render().stream().map(PlainText::drawing).toList()));
    }
    return own;
  }

  abstract void reset(JsonObject how, JsonObject result);

  abstract void step(NdArray action, JsonObject result);

  abstract List<Rendering> render();

  @Override
  public abstract void close();

  private static NdArray action(JsonObject json) {
    DType dtype = DType.valueOf(json.get("dtype").getAsString().toUpperCase(Locale.ROOT));
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(json.get("hex").getAsString()));
    int[] shape =
        json.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    return NdArray.wrap(dtype, bytes, shape);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  static Map<String, Object> options(JsonObject how) {
    return how.has("options") ? GSON.fromJson(how.get("options"), Map.class) : null;
  }

  static JsonElement json(Object object) {
    return GSON.toJsonTree(object);
  }

  static void write(
      JsonObject result, double[] rewards, boolean[] terminated, boolean[] truncated) {
    result.addProperty("reward", PlainText.array(NdArray.of(rewards, rewards.length)));
    result.add("terminated", json(terminated));
    result.add("truncated", json(truncated));
  }

  /** One environment. */
  static final class Single extends Repetition {
    private final Environment environment;

    Single(Environment environment) {
      this.environment = environment;
    }

    @Override
    void reset(JsonObject how, JsonObject result) {
      OptionalLong seed =
          how.has("seed") ? OptionalLong.of(how.get("seed").getAsLong()) : OptionalLong.empty();
      ResetResult reset = environment.reset(new ResetOptions(seed, options(how)));
      result.add("observation", json(List.of(PlainText.value(reset.observation()))));
      result.addProperty("info", PlainText.data(reset.info()));
    }

    @Override
    void step(NdArray action, JsonObject result) {
      StepResult step = environment.step(action);
      result.add("observation", json(List.of(PlainText.value(step.observation()))));
      write(
          result,
          new double[] {step.reward()},
          new boolean[] {step.terminated()},
          new boolean[] {step.truncated()});
      result.addProperty("info", PlainText.data(step.info()));
      result.add("final_observation", null);
      result.addProperty("final_info", "{}");
    }

    @Override
    List<Rendering> render() {
      return List.of(environment.render());
    }

    @Override
    public void close() {
      environment.close();
    }
  }

  /** A vector of environments. */
  static final class Vector extends Repetition {
    private final VectorEnvironment environments;

    Vector(VectorEnvironment environments) {
      this.environments = environments;
    }

    @Override
    void reset(JsonObject how, JsonObject result) {
      List<OptionalLong> seeds = new ArrayList<>();
      if (how.has("seed")) {
        seeds.add(OptionalLong.of(how.get("seed").getAsLong()));
      }
      if (how.has("seeds")) {
        how.getAsJsonArray("seeds")
            .forEach(
                seed ->
                    seeds.add(
                        seed.isJsonNull()
                            ? OptionalLong.empty()
                            : OptionalLong.of(seed.getAsLong())));
      }
      List<Boolean> mask =
          how.has("mask")
              ? how.getAsJsonArray("mask").asList().stream().map(JsonElement::getAsBoolean).toList()
              : List.of();
      VectorResetResult reset =
          environments.reset(new VectorResetOptions(seeds, options(how), mask));
      result.add("observation", texts(reset.observation(), environments.numEnvs()));
      result.addProperty("info", PlainText.data(reset.info()));
    }

    @Override
    void step(NdArray action, JsonObject result) {
      VectorStepResult step = environments.step(action);
      result.add("observation", texts(step.observation(), environments.numEnvs()));
      write(result, step.rewards(), step.terminated(), step.truncated());
      result.addProperty("info", PlainText.data(step.info()));
      Value last = step.finalObservation();
      int ended = (int) IntStream.range(0, environments.numEnvs()).filter(step::ended).count();
      result.add("final_observation", last == null ? null : texts(last, ended));
      result.addProperty("final_info", PlainText.data(step.finalInfo()));
    }

    private JsonElement texts(Value batch, int n) {
      return json(
          environments.singleObservationSpace().unstack(batch, n).stream()
              .map(PlainText::value)
              .toList());
    }

    @Override
    List<Rendering> render() {
      return environments.render();
    }

    @Override
    public void close() {
      environments.close();
    }
  }
}
