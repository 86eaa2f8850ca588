/** The remote environment: the client of the wire, the codec, the launcher of the local server. */
@NullMarked
package dev.gymbridge.env.grpc;

import org.jspecify.annotations.NullMarked;
