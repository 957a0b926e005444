@NullMarked
package dev.cratehold.home.view;

import org.jspecify.annotations.NullMarked;
