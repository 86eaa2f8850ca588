package dev.gymbridge.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.run.JsonArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code NAME[:key=value,...]}, where values are as those of {@code --env-arg}: {@code
 * ResizeObservation:shape=[84,84]}. A name may be {@code module:Class}.
 */
final class WrapperOption implements ITypeConverter<Wrapper> {
  /** {@code Name} or {@code module:Class}, then perhaps a colon and arguments. */
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z_][\\w.]*(?::[A-Za-z_]\\w*(?![\\w]*\\s*=))?)(?::(.*))?", Pattern.DOTALL);

  @Override
  public Wrapper convert(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'%s' is no wrapper; write NAME, NAME:key=value,... or module:Class:key=value,..."
              .formatted(text));
    }
    JsonObject arguments = new JsonObject();
    String given = matcher.group(2);
    if (given != null && !given.isBlank()) {
      for (String argument : split(given)) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
          throw new TypeConversionException(
              "'%s' of the wrapper %s is no argument; write key=value, such as shape=[84,84]"
                  .formatted(argument, matcher.group(1)));
        }
        arguments.add(
            argument.substring(0, equals).strip(), value(argument.substring(equals + 1).strip()));
      }
    }
    return new Wrapper(matcher.group(1), JsonArguments.toJava(arguments));
  }

  /**
   * A tuple, as Python writes it, is a list here: the server makes of it what the wrapper wants.
   */
  private static JsonElement value(String text) {
    if (text.startsWith("(") && text.endsWith(")")) {
      String list = text.replace('(', '[').replace(')', ']').replaceAll(",\\s*]", "]");
      JsonElement element = JsonValues.parse(list);
      return element.isJsonArray() ? element : JsonValues.parse(text);
    }
    return JsonValues.parse(text);
  }

  /** At the commas that are in no bracket and in no string. */
  private static List<String> split(String arguments) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      if (quoted && c == '\\' && i + 1 < arguments.length()) {
        part.append(c).append(arguments.charAt(++i));
        continue;
      }
      quoted ^= c == '"';
      depth += quoted ? 0 : "[{(".indexOf(c) >= 0 ? 1 : "]})".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0 && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
