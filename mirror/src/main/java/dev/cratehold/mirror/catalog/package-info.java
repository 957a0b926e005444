/// All index files of a registry, from what tells which crates it has.
@NullMarked
package dev.cratehold.mirror.catalog;

import org.jspecify.annotations.NullMarked;
