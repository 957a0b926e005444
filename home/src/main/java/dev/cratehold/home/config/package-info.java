/// What cargo's configuration says of cleaning up, and when a cleaning by itself is due.
@NullMarked
package dev.cratehold.home.config;

import org.jspecify.annotations.NullMarked;
