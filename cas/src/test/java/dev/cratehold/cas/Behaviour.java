package dev.cratehold.cas;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The behaviour of cacache that a test shows, by its number in the table of `docs/cas.md`.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Behaviour {
  int value();
}
