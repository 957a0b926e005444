package dev.cratehold.store;

import java.time.Instant;

/// An alert as it is remembered.
///
/// @param alert as it was raised last
/// @param count how often it was raised
/// @param first when it was raised first
/// @param last when it was raised last
public record RaisedAlert(Alert alert, long count, Instant first, Instant last) {}
