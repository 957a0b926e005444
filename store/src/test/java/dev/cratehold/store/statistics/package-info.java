@NullMarked
package dev.cratehold.store.statistics;

import org.jspecify.annotations.NullMarked;
