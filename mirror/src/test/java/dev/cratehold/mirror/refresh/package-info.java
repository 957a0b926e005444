/// Tests of refreshing in advance.
@NullMarked
package dev.cratehold.mirror.refresh;

import org.jspecify.annotations.NullMarked;
