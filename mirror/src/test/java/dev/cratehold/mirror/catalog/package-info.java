/// Tests of filling the index from a catalog.
@NullMarked
package dev.cratehold.mirror.catalog;

import org.jspecify.annotations.NullMarked;
