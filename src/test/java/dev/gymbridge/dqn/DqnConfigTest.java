package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DqnConfigTest {
  @TempDir Path directory;

  static List<String> presets() {
    return DqnConfig.presets();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyPresetComesBackFromItsJson(String name) {
    DqnConfig preset = DqnConfig.preset(name);
    assertThat(DqnConfig.fromJson(preset.toJson())).isEqualTo(preset);
  }

  @Test
  void minimalrlIsTheClassicScriptNumberForNumber() {
    JsonObject json = DqnConfig.preset("minimalrl").toJson();
    assertThat(json)
        .hasToString(
            "{\"total_env_steps\":null,\"total_episodes\":1000,\"num_envs\":1,"
                + "\"honour_time_limit\":true,\"nan\":\"fail\","
                + "\"checkpoint_period\":\"25000 env_steps\",\"checkpoint_seconds\":60.0,\"record_actions\":false,\"test_episodes\":3,"
                + "\"scale_observations\":false,\"hidden_sizes\":[128,128],\"convolution\":null,\"dueling\":false,"
                + "\"noisy\":false,\"noisy_sigma\":0.5,\"layer_norm\":false,"
                + "\"head\":\"expected\",\"atoms\":51,\"v_min\":-10.0,\"v_max\":10.0,"
                + "\"quantiles\":51,\"double_dqn\":false,\"munchausen\":false,"
                + "\"munchausen_alpha\":0.9,\"munchausen_temperature\":0.003,"
                + "\"munchausen_clip\":-1.0,\"loss\":\"huber\",\"huber_delta\":1.0,"
                + "\"optimizer\":\"adam\",\"adam_epsilon\":1.0E-8,\"weight_decay\":0.01,"
                + "\"rmsprop_decay\":0.95,\"rmsprop_epsilon\":0.01,"
                + "\"max_gradient_norm\":null,\"learning_rate\":5.0E-4,"
                + "\"anneal_learning_rate\":false,\"learning_rate_end\":0.0,"
                + "\"learning_rate_curve\":\"linear\",\"discount\":0.98,\"reward_scale\":0.01,"
                + "\"reward_clip\":null,\"batch_size\":32,\"train_period\":\"1 episodes\","
                + "\"gradient_steps\":10,\"learn_while_stepping\":false,"
                + "\"target_update_period\":\"20 episodes\",\"target_update_share\":1.0,"
                + "\"buffer_capacity\":50000,\"learning_starts\":2000,\"n_step\":1,"
                + "\"prioritized_replay\":false,\"priority_alpha\":0.6,\"priority_beta\":0.4,"
                + "\"priority_epsilon\":1.0E-6,\"epsilon_start\":0.08,\"epsilon_end\":0.01,"
                + "\"epsilon_decay\":\"1400 episodes\",\"epsilon_curve\":\"linear\",\"epsilon_repeat\":1,"
                + "\"evaluation_period\":null,\"evaluation_episodes\":10,"
                + "\"evaluation_share\":0.25,\"evaluation_envs\":\"auto\",\"max_evaluation_episode_steps\":null,"
                + "\"final_evaluation_episodes\":100,\"final_evaluation_seconds\":60.0,\"stop_at_return\":null,"
                + "\"stop_after_evaluations\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1,cartpole", "native:CartPole-v1,cartpole", "CartPole,cartpole",
    "Acrobot-v1,acrobot", "native:MountainCar-v0,mountaincar", "LunarLander-v3,lunarlander",
    "MountainCarContinuous-v0,default", "ALE/Pong-v5,default", "CartPoleSwingUp-v0,default"
  })
  void choosesThePresetByTheEnvironment(String environmentId, String preset) {
    assertThat(DqnConfig.presetFor(environmentId)).isEqualTo(preset);
  }

  @ParameterizedTest
  @CsvSource({
    "MinAtar/Breakout-v1, 10, 10, 4, minatar",
    "ALE/Pong-v5, 4, 84, 84, atari",
    "ALE/Pong-v5, 210, 160, 3, atari",
    "CartPole-v1, 4, 84, 84, cartpole"
  })
  void choosesThePresetOfAnEnvironmentWithoutItsOwnByItsPictures(
      String environmentId, int first, int second, int third, String preset) {
    for (Element bytes : List.of(Element.UINT8, Element.BOOL)) {
      ObservationShape picture = new ObservationShape(List.of(first, second, third), bytes);
      assertThat(DqnConfig.presetFor(environmentId, picture)).isEqualTo(preset);
    }
  }

  @Test
  void hasOnePresetForAllThatIsNoPictureOfBytes() {
    assertThat(DqnConfig.presetFor("Taxi-v3", ObservationShape.flat(500))).isEqualTo("default");
    assertThat(
            DqnConfig.presetFor("Floats-v0", ObservationShape.picture(84, 84, 3, Element.FLOAT32)))
        .isEqualTo("default");
  }

  @Test
  void rainbowIsItsSeven() {
    DqnConfig rainbow = DqnConfig.preset("rainbow");

    assertThat(rainbow.update().doubleDqn()).isTrue();
    assertThat(rainbow.network().dueling()).isTrue();
    assertThat(rainbow.network().noisy()).isTrue();
    assertThat(rainbow.network().head()).isEqualTo(NetworkKeys.HeadKind.CATEGORICAL);
    assertThat(rainbow.replay().nStep()).isEqualTo(3);
    assertThat(rainbow.replay().prioritizedReplay()).isTrue();
    assertThat(rainbow.exploration().epsilonStart()).isZero();
  }

  @Test
  void suggestsAPreset() {
    assertThatThrownBy(() -> DqnConfig.preset("minimalr"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "no preset \"minimalr\"; did you mean \"minimalrl\"?; there are cartpole, acrobot,"
                + " mountaincar, lunarlander, default, minatar, atari, minimalrl, rainbow");
  }

  @Test
  void suggestsAKey() {
    DqnConfig config = DqnConfig.preset("default");
    assertThatThrownBy(() -> config.with("batchsize", 3))
        .isInstanceOf(ConfigException.class)
        .hasMessage("the setting has an unknown key \"batchsize\"; did you mean \"batch_size\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch_size | many | the setting: batch_size must be a whole number of at least 1, got"
            + " \"many\"",
        "batch_size | 0 | the setting: batch_size must be a whole number of at least 1, got 0",
        "discount | 1.5 | the setting: discount must be a number in [0, 1], got 1.5",
        "learning_rate | -1 | the setting: learning_rate must be a number above 0, got -1.0",
        "max_gradient_norm | 0 | the setting: max_gradient_norm must be a number above 0, or null,"
            + " got 0.0",
        "train_period | 256 | the setting: train_period must be a count and a unit, such as"
            + " \"256 env_steps\", got \"256\"",
        "target_update_share | 0 | the setting: target_update_share must be a number in (0, 1], got"
            + " 0.0",
        "epsilon_curve | round | the setting: epsilon_curve must be \"linear\", \"cosine\" or"
            + " \"exponential\", got \"round\"",
        "nan | ignore | the setting: nan must be \"fail\" or \"skip\", got \"ignore\"",
        "evaluation_envs | 0 | the setting: evaluation_envs must be \"auto\", \"shared\" or a"
            + " number of at least 1, got \"0\"",
        "learning_starts | 100000 | the setting: learning_starts must be below buffer_capacity"
            + " (100000), got 100000: learning would never start",
      })
  void saysWhatIsWrongWithAValue(String key, String value, String message) {
    DqnConfig config = DqnConfig.preset("default");
    assertThatThrownBy(() -> config.with(key, value))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAHiddenLayerOfNoUnits() {
    DqnConfig config = DqnConfig.preset("default");
    assertThatThrownBy(() -> config.with("hidden_sizes", List.of(64, 0)))
        .hasMessage(
            "the setting: hidden_sizes must be a list of whole numbers of at least 1, such as"
                + " [128, 128], got [64,0]");
  }

  @Test
  void documentsEachKeyOnce() {
    assertThat(DqnConfig.keys())
        .extracting(ConfigKey::name)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(DqnConfig.preset("default").toJson().keySet());
    assertThat(DqnConfig.keys())
        .allSatisfy(key -> assertThat(key.documentation()).isNotBlank().doesNotEndWith("."));
  }

  @Test
  void refusesNullWhereAValueIsNeeded() {
    DqnConfig config = DqnConfig.preset("default");
    assertThatThrownBy(() -> config.with("double_dqn", (Object) null))
        .isInstanceOf(ConfigException.class)
        .hasMessage("the setting: double_dqn must be true or false, got null");
  }

  @Test
  void namingOneEndReplacesTheOther() {
    DqnConfig config = DqnConfig.preset("minimalrl").withTotalEnvSteps(500);
    assertThat(config.run().totalEnvSteps()).isEqualTo(500);
    assertThat(config.run().totalEpisodes()).isNull();
    assertThat(config.with("total_episodes", 7).run().totalEnvSteps()).isNull();
  }

  @Test
  void refusesConvolutionsThatDoNotFitTheObservations() {
    DqnConfig config = DqnConfig.preset("default").with("convolution", "nature");
    assertThatThrownBy(() -> config.networkConfig(ObservationShape.flat(2), 3, 0))
        .isInstanceOf(UnsupportedEnvironmentException.class)
        .hasMessageContaining("\"nature\", which needs pictures with at least 36 pixels a side")
        .hasMessageContaining("of the shape [2]. Set convolution to null");
  }

  @Test
  void readsAFileOverTheDefaults() throws IOException {
    Path file = Files.writeString(directory.resolve("mine.json"), "{\"batch_size\": 7}");
    assertThat(DqnConfig.read(file)).isEqualTo(DqnConfig.preset("default").with("batch_size", 7));
  }

  @Test
  void readsAFileTogetherWithTheSettingsThatMendIt() throws IOException {
    Path file = Files.writeString(directory.resolve("late.json"), "{\"learning_starts\": 160000}");
    JsonObject larger = new JsonObject();
    larger.addProperty("buffer_capacity", 170_000);

    assertThat(DqnConfig.read(file, larger).replay().learningStarts()).isEqualTo(160_000);
    assertThatThrownBy(() -> DqnConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("late.json: learning_starts must be below buffer_capacity (100000)");
  }

  @Test
  void namesTheLineOfAFileThatIsNotJson() throws IOException {
    Path file =
        Files.writeString(directory.resolve("bad.json"), "{\n  \"batch_size\": 7,\n  oops\n}");
    assertThatThrownBy(() -> DqnConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad.json is not JSON")
        .hasMessageContaining("line 3");
  }

  @Test
  void refusesAFileThatIsNoObject() throws IOException {
    Path file = Files.writeString(directory.resolve("list.json"), "[1, 2]");
    assertThatThrownBy(() -> DqnConfig.read(file))
        .hasMessageEndingWith(
            "it holds no JSON object; give one object, such as {\"batch_size\": 32}");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> DqnConfig.read(directory.resolve("none.json")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no configuration file")
        .hasMessageContaining("none.json");
  }
}
