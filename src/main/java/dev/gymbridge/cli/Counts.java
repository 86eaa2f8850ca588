package dev.gymbridge.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers as people write them: 20000, 20_000, 20k, 2e4, 1.5M. */
final class Counts {
  private static final Pattern FORM =
      Pattern.compile("([+-]?\\d[\\d_]*(?:\\.\\d+)?(?:[eE]\\+?\\d{1,2})?)([kKmM]?)");

  /** A setting that is a count and a unit, such as {@code 10k env_steps}. */
  private static final Pattern WITH_UNIT = Pattern.compile("(\\S+)\\s+([a-z_]+)");

  private Counts() {}

  /** Lets every option that is a whole number be written so. */
  static void teach(CommandLine commandLine) {
    commandLine.registerConverter(long.class, text -> read(text).longValueExact());
    commandLine.registerConverter(Long.class, text -> read(text).longValueExact());
    commandLine.registerConverter(int.class, Counts::readInt);
    commandLine.registerConverter(Integer.class, Counts::readInt);
  }

  private static int readInt(String text) {
    try {
      return read(text).intValueExact();
    } catch (ArithmeticException e) {
      throw new TypeConversionException(
          "'%s' is too large; at most %,d".formatted(text, Integer.MAX_VALUE));
    }
  }

  private static BigInteger read(String text) {
    BigInteger value =
        parse(text)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'%s' is no whole number; write it as 20000, 20_000, 20k or 2e4"
                            .formatted(text)));
    if (value.bitLength() > 63) {
      throw new TypeConversionException(
          "'%s' is too large; at most %,d".formatted(text, Long.MAX_VALUE));
    }
    return value;
  }

  /** Empty for what is no whole number. */
  static Optional<BigInteger> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(form.group(1).replace("_", ""));
    int zeros =
        switch (form.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 3;
          case "m" -> 6;
          default -> 0;
        };
    try {
      return Optional.of(number.scaleByPowerOfTen(zeros).toBigIntegerExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The value of a setting with its counts in plain digits; anything else as it is. */
  static String plain(String setting) {
    Matcher unit = WITH_UNIT.matcher(setting.strip());
    if (unit.matches()) {
      return parse(unit.group(1)).map(count -> count + " " + unit.group(2)).orElse(setting);
    }
    return parse(setting).map(BigInteger::toString).orElse(setting);
  }
}
