/// Takes crate files that lie on disk into a store.
@NullMarked
package dev.cratehold.cli.imports;

import org.jspecify.annotations.NullMarked;
