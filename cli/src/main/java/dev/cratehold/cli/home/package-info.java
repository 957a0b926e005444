/// `cratehold home`: what the user reads and types about a Cargo home. What is found, decided and
/// done comes from the module `home`; here it is asked for, shown and turned into an exit code.
@NullMarked
package dev.cratehold.cli.home;

import org.jspecify.annotations.NullMarked;
