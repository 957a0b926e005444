/// The server's log: one line a record on standard error, for people or for machines. Everything
/// logs through `System.Logger`, behind which stands `java.util.logging`, configured here in code.
@NullMarked
package dev.cratehold.cli.logging;

import org.jspecify.annotations.NullMarked;
