/**
 * Listeners and readers of a run that tell a person: console, TensorBoard, plots, recordings,
 * pages, a window. The command line wires them; users of the library may, by {@code listen}, or by
 * {@code write} of a run directory.
 *
 * <p>To add a metric here: put it into its event, then in {@link
 * dev.gymbridge.report.TensorBoardLog} under its tag, and in {@code RunCharts} if the page is to
 * draw it. To add a file format for recordings: implement {@link dev.gymbridge.report.Recording}.
 */
@NullMarked
package dev.gymbridge.report;

import org.jspecify.annotations.NullMarked;
