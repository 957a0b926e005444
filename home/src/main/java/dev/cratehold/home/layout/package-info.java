/// What lies where in a Cargo home: where the home is, what cargo names its directories, what is on
/// the disk, and which of it a lock file needs.
@NullMarked
package dev.cratehold.home.layout;

import org.jspecify.annotations.NullMarked;
