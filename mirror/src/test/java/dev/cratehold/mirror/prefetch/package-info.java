/// Tests of fetching in advance.
@NullMarked
package dev.cratehold.mirror.prefetch;

import org.jspecify.annotations.NullMarked;
