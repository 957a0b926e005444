@NullMarked
package dev.cratehold.home.config;

import org.jspecify.annotations.NullMarked;
