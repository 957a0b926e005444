package dev.cratehold.store;

import java.time.Instant;

/// A pin and since when it is there.
public record PlacedPin(Pin pin, Instant at) {}
