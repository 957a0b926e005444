/// How the command speaks to its user: status lines in cargo's style, colours, errors with a cause
/// and a help line, exit codes. [Terminal] is the only type of the project that prints.
@NullMarked
package dev.cratehold.cli.terminal;

import org.jspecify.annotations.NullMarked;
