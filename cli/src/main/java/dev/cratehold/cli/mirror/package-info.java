/// `cratehold mirror`: the commands that have crates before anybody asks for them.
@NullMarked
package dev.cratehold.cli.mirror;

import org.jspecify.annotations.NullMarked;
