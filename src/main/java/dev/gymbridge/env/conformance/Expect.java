package dev.gymbridge.env.conformance;

import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import org.jspecify.annotations.Nullable;

/** What a check requires of what it sees. */
final class Expect {
  private Expect() {}

  static void equal(String what, @Nullable Object expected, @Nullable Object actual) {
    if (!java.util.Objects.equals(expected, actual)) {
      throw new CheckFailure(what + " differs", String.valueOf(expected), String.valueOf(actual));
    }
  }

  /** Fails with what was required and what was found. */
  static void that(boolean holds, String problem, Object expected, @Nullable Object actual) {
    if (!holds) {
      throw new CheckFailure(problem, expected, String.valueOf(actual));
    }
  }

  /** Requires a value to be of its space, of exactly its dtypes and shapes. */
  static void inside(String what, Space space, Value value) {
    String misfit = Misfit.of(space, value);
    if (misfit != null) {
      throw new CheckFailure(
          what + " is outside its space: " + misfit,
          space,
          value,
          "return what the space declares, or declare what is returned; where rounding carries a"
              + " value past a bound, clip it");
    }
  }

  /** Requires an exception of a type, with a message; returns it. */
  static <X extends RuntimeException> X raises(Class<X> type, String doing, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (!type.isInstance(e)) {
        throw new CheckFailure(doing + " raised something else", type.getSimpleName(), describe(e));
      }
      that(
          e.getMessage() != null && !e.getMessage().isBlank(),
          doing + " raised without a message",
          "a message that says what is wrong",
          e);
      return type.cast(e);
    }
    throw new CheckFailure(doing + " was let through", type.getSimpleName(), "no exception");
  }

  /** Requires an exception's message to name something. */
  static void names(RuntimeException e, String name, String doing) {
    that(
        String.valueOf(e.getMessage()).contains(name),
        "the message of " + doing + " leaves out what would help",
        "a message that contains \"" + name + "\"",
        e.getMessage());
  }

  static String describe(Throwable e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
