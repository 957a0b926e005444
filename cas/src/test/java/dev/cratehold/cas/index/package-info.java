@NullMarked
package dev.cratehold.cas.index;

import org.jspecify.annotations.NullMarked;
