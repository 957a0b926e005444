/// What the models of commands are made of.
@NullMarked
package dev.cratehold.cli.model;

import org.jspecify.annotations.NullMarked;
