/// Tests of the package of the same name.
@NullMarked
package dev.cratehold.cli.cas;

import org.jspecify.annotations.NullMarked;
