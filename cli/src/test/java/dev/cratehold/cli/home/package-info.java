/// Tests of the package of the same name.
@NullMarked
package dev.cratehold.cli.home;

import org.jspecify.annotations.NullMarked;
