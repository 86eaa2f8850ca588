package dev.gymbridge.env.space;

import org.jspecify.annotations.Nullable;

/**
 * A value of {@link Graph}.
 *
 * @param nodes the nodes, [nodes, ...]
 * @param edges the edges, [edges, ...]; null when the graph has none
 * @param edgeLinks the two end nodes of each edge, int32 [edges, 2]; null when the graph has none
 */
public record GraphValue(NdArray nodes, @Nullable NdArray edges, @Nullable NdArray edgeLinks)
    implements Value {}
