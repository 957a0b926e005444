/// What POSIX systems have and the JDK has not, through `java.lang.foreign`: `flock`, fast walks of
/// file trees, the width of a terminal. What this system can do is a value; a caller that needs
/// more refuses with a sentence, a caller that only gains speed does without.
@NullMarked
package dev.cratehold.posix;

import org.jspecify.annotations.NullMarked;
