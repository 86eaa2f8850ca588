package dev.gymbridge.remote.wire;

/** How a server steps the environments of a vector. */
public enum Vectorization {
  /** As the server thinks best. */
  AUTOMATIC,
  /** One after another. */
  SYNC,
  /** Each in a process of its own. */
  ASYNC,
  /** By the environment's own vectorised implementation. */
  VECTOR_ENTRY_POINT
}
