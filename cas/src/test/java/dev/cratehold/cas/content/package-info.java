@NullMarked
package dev.cratehold.cas.content;

import org.jspecify.annotations.NullMarked;
