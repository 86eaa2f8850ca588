/**
 * Files that outlive a power cut: sets of files that are whole or not there, with a manifest and
 * checksums, and the few things that are done to a disk, each in one place.
 *
 * <p>Who keeps something of a run uses {@link dev.gymbridge.checkpoint.CheckpointStore}; {@link
 * dev.gymbridge.checkpoint.Disk} is for the rooms that write into a run directory.
 */
@NullMarked
package dev.gymbridge.checkpoint;

import org.jspecify.annotations.NullMarked;
