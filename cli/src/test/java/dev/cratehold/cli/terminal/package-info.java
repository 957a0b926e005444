/// Tests of the package of the same name.
@NullMarked
package dev.cratehold.cli.terminal;

import org.jspecify.annotations.NullMarked;
