/// What a Cargo home looks like: sums of its parts, its largest and its least recently used things,
/// and who needs them. All are values; the command line renders them. Reading takes none of cargo's
/// locks.
@NullMarked
package dev.cratehold.home.view;

import org.jspecify.annotations.NullMarked;
