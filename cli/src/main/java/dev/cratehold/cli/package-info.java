/// The `cratehold` command. [Main] is where a process begins, [CommandModel] is the whole command
/// line as data, and each command is a class of its own: [ServeCommand], [SetupCommand],
/// [StoreCommand].
@NullMarked
package dev.cratehold.cli;

import org.jspecify.annotations.NullMarked;
