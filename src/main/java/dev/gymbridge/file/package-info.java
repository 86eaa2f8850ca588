/** What the JDK lacks for directories. Needs nothing; every room may use it. */
@NullMarked
package dev.gymbridge.file;

import org.jspecify.annotations.NullMarked;
