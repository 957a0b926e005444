/// Tests of the command, run as a user runs it: arguments in, streams and exit code out.
@NullMarked
package dev.cratehold.cli;

import org.jspecify.annotations.NullMarked;
