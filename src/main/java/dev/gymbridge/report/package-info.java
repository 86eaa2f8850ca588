/** Listeners and readers of a run that tell a person: console, TensorBoard, plots, GIFs, pages. */
@NullMarked
package dev.gymbridge.report;

import org.jspecify.annotations.NullMarked;
