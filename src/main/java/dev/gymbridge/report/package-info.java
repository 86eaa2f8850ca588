/** Listeners that tell a person: console, CSV, TensorBoard, plots, GIFs, the run directory. */
@NullMarked
package dev.gymbridge.report;

import org.jspecify.annotations.NullMarked;
