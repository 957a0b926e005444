/** The cratehold command. */
@NullMarked
package dev.cratehold.cli;

import org.jspecify.annotations.NullMarked;
