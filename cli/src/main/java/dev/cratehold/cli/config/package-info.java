/// The settings of `cratehold serve`: each is defined once, as a [Setting], and that definition
/// feeds its flag, its environment variable, its key in the configuration file and the help. A flag
/// goes before the environment, the environment before the file, the file before the default.
@NullMarked
package dev.cratehold.cli.config;

import org.jspecify.annotations.NullMarked;
