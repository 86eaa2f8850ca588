/**
 * The messages of the protocol as Java values: spaces, values, info, frames, and back.
 *
 * <p>Nothing here knows what carries a message. Whoever decodes bytes of a stranger throws {@link
 * dev.gymbridge.remote.wire.MalformedMessageException}, whatever they are. For {@code
 * remote.session}, {@code remote.fleet} and {@code remote}.
 *
 * <p>To add a kind of space: a column here (how a batch of its values lies in its leaves), named in
 * {@code ColumnCodec}, and its case in {@code SpaceCodec} and {@code SpaceEncoder}.
 */
@NullMarked
package dev.gymbridge.remote.wire;

import org.jspecify.annotations.NullMarked;
