/// The index of cacache: which key has which content, in the two forms that cacache-rs and npm
/// write.
///
/// ```
/// index-v5/aa/f4/c61ddcc5e8a2dabede0f3b482cd9aea9434d    a bucket: lines of the keys with this hash
/// ```
///
/// A line is `"\n" HASH "\t" JSON`, HASH being the hexadecimal hash of the JSON. Lines are only
/// ever appended; of those with a key the last one counts, whatever its time is. What is no line is
/// passed over, so that a torn write harms nobody but its writer.
///
/// Start at [LineFormat].
@NullMarked
package dev.cratehold.cas.index;

import org.jspecify.annotations.NullMarked;
