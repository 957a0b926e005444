/// Tests of the package of the same name.
@NullMarked
package dev.cratehold.cli.logging;

import org.jspecify.annotations.NullMarked;
