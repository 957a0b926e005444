/** One request: freshness, single flight, fill, relay. */
@NullMarked
package dev.cratehold.proxy;

import org.jspecify.annotations.NullMarked;
