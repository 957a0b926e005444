/// The Cargo home: where it is, what is in it, who uses it, and how what nobody uses is collected
/// safely beside a running cargo. This package has the values that all the others speak of.
@NullMarked
package dev.cratehold.home;

import org.jspecify.annotations.NullMarked;
