/** What a server keeps. */
@NullMarked
package dev.cratehold.store;

import org.jspecify.annotations.NullMarked;
