/// Tests of the package of the same name.
@NullMarked
package dev.cratehold.cli.config;

import org.jspecify.annotations.NullMarked;
