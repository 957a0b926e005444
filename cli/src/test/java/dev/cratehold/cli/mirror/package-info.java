/// Tests of the commands that bring crates here before anybody asks for them.
@NullMarked
package dev.cratehold.cli.mirror;

import org.jspecify.annotations.NullMarked;
