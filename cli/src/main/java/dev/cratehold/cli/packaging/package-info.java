/// What the package is made with, run by `dist/make-package` and never by users: it writes the
/// documents that are installed beside the command, and runs the command for training, so that the
/// JVM keeps the classes that it loads in its AOT caches.
@NullMarked
package dev.cratehold.cli.packaging;

import org.jspecify.annotations.NullMarked;
