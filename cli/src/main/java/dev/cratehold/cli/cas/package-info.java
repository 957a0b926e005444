/// `cratehold cas`: the commands on a cache directory of npm's cacache or of cacache-rs.
@NullMarked
package dev.cratehold.cli.cas;

import org.jspecify.annotations.NullMarked;
