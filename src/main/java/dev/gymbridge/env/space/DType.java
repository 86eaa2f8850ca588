package dev.gymbridge.env.space;

/** The type of one array element; the names are NumPy's. */
public enum DType {
  BOOL(1),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  FLOAT16(2),
  FLOAT32(4),
  FLOAT64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element, in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are floating-point numbers. */
  public boolean isFloat() {
    return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /** Whether elements are integers; {@link #BOOL} is not an integer type. */
  public boolean isInteger() {
    return this != BOOL && !isFloat();
  }

  private boolean isUnsigned() {
    return this == UINT8 || this == UINT16 || this == UINT32 || this == UINT64;
  }

  /** The least integer or truth value; 0 for the unsigned types and bool. */
  long least() {
    return this == BOOL || isUnsigned() ? 0 : -1L << (8 * bytes - 1);
  }

  /** The greatest integer or truth value; for uint64, its 64 bits, which are -1 as a long. */
  long greatest() {
    if (this == BOOL) {
      return 1;
    }
    return isUnsigned() ? -1L >>> (64 - 8 * bytes) : Long.MAX_VALUE >>> (64 - 8 * bytes);
  }

  /** The greatest finite number of a float type. */
  double greatestFinite() {
    return switch (this) {
      case FLOAT16 -> 65_504;
      case FLOAT32 -> Float.MAX_VALUE;
      case FLOAT64 -> Double.MAX_VALUE;
      default -> throw new IllegalArgumentException(this + " is not a float type");
    };
  }

  /** NumPy's name of the type, such as {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
