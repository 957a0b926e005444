/// What content must be: Subresource Integrity strings, as cacache keeps them and npm and the web
/// write them (<https://www.w3.org/TR/sri-2/>).
///
/// Start at [Integrity].
@NullMarked
package dev.cratehold.cas.integrity;

import org.jspecify.annotations.NullMarked;
