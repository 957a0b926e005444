/// What is had before anybody asks for it; what its parts share.
@NullMarked
package dev.cratehold.mirror;

import org.jspecify.annotations.NullMarked;
