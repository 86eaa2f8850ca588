package dev.gymbridge.network.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** A float32 resource variable, with the operations that read it and load it from outside. */
final class Variable {
  private final String name;
  private final Shape shape;
  private final VarHandleOp handle;
  private final Operand<TFloat32> value;
  private final Placeholder<TFloat32> loaded;
  private final Op load;

  /**
   * A variable without a value yet.
   *
   * @param tf in whose scope its operations are made
   * @param name unique in the session
   */
  Variable(Ops tf, String name, Shape shape) {
    this.name = name;
    this.shape = shape;
    Ops inside = tf;
    for (String part : name.split("/", -1)) {
      inside = inside.withSubScope(part);
    }
    handle =
        inside.withName("handle").varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
    value = inside.withName("read").readVariableOp(handle, TFloat32.class);
    loaded = inside.withName("loaded").placeholder(TFloat32.class, Placeholder.shape(shape));
    load = inside.withName("load").assignVariableOp(handle, loaded);
  }

  String name() {
    return name;
  }

  Shape shape() {
    return shape;
  }

  Operand<? extends TType> handle() {
    return handle;
  }

  /** The value, read at no particular time: for runs that do not assign the variable. */
  Operand<TFloat32> value() {
    return value;
  }

  /** The value, read after the control dependencies of {@code tf}. */
  Operand<TFloat32> readBy(Ops tf) {
    return tf.readVariableOp(handle, TFloat32.class);
  }

  Op assign(Ops tf, Operand<TFloat32> newValue) {
    return tf.assignVariableOp(handle, newValue);
  }

  /** What to feed to {@link #load}. */
  Placeholder<TFloat32> loaded() {
    return loaded;
  }

  Op load() {
    return load;
  }
}
