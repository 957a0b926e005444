/// The trash: where what is collected from a Cargo home goes at once, by a rename, to be deleted
/// when nobody waits any more, or to be kept for undo. `Trash` is the door.
@NullMarked
package dev.cratehold.home.trash;

import org.jspecify.annotations.NullMarked;
