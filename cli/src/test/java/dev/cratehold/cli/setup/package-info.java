/// Tests of the package of the same name.
@NullMarked
package dev.cratehold.cli.setup;

import org.jspecify.annotations.NullMarked;
