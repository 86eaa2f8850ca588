package dev.gymbridge.run;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an environment needs of its server, for a run to find it again.
 *
 * @param vectorization how the server steps several environments: {@code sync}, {@code async} or
 *     {@code native}; null for the server's choice
 * @param extras optional parts of the server, such as {@code box2d}
 * @param packages what is installed into the server's environment beside it, as pip names it
 * @param python an existing Python that has the server's packages, used as it is; null for one that
 *     is made
 */
public record ServerRecipe(
    @Nullable String vectorization,
    List<String> extras,
    List<String> packages,
    @Nullable String python) {
  /** Nothing in particular. */
  public static final ServerRecipe PLAIN = new ServerRecipe(null, List.of(), List.of(), null);

  public ServerRecipe {
    extras = List.copyOf(extras);
    packages = List.copyOf(packages);
  }

  void write(JsonObject json) {
    json.addProperty("vectorization", vectorization);
    json.add("server_extras", JsonArguments.texts(extras));
    json.add("server_packages", JsonArguments.texts(packages));
    json.addProperty("server_python", python);
  }

  static ServerRecipe read(JsonObject json) {
    return new ServerRecipe(
        JsonArguments.textOrNull(json, "vectorization"),
        JsonArguments.texts(json, "server_extras"),
        JsonArguments.texts(json, "server_packages"),
        JsonArguments.textOrNull(json, "server_python"));
  }
}
