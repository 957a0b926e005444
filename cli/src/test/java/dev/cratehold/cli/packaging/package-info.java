/// Tests of the package of the same name, and of the scripts that the package brings.
@NullMarked
package dev.cratehold.cli.packaging;

import org.jspecify.annotations.NullMarked;
