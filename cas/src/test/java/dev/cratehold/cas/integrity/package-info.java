@NullMarked
package dev.cratehold.cas.integrity;

import org.jspecify.annotations.NullMarked;
