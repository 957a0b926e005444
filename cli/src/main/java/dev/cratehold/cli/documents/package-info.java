/// Manual pages and shell completions, written from the model of the command line when the package
/// is made. Nothing of it runs in a command that users start.
@NullMarked
package dev.cratehold.cli.documents;

import org.jspecify.annotations.NullMarked;
