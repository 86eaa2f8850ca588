package dev.gymbridge.dqn;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a record component of {@link DqnConfig}'s parts a configuration key: its JSON name is that
 * of the component in snake case, its type says what it may be, and null is allowed where the
 * component is {@code @Nullable}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {
  /** What it decides, as a phrase for help and README. */
  String value();

  /** The least number allowed, also of each in a list. */
  double atLeast() default Double.NEGATIVE_INFINITY;

  /** The greatest number allowed. */
  double atMost() default Double.POSITIVE_INFINITY;

  /** What a number must be above. */
  double above() default Double.NEGATIVE_INFINITY;

  /** Whether a run that goes on may have another value: nothing of what it learned rests on it. */
  boolean changeable() default false;
}
