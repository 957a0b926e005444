package dev.cratehold.server;

/// Why a request is not even looked at.
///
/// @param status the status that it is answered with
/// @param reason a sentence for whoever sent it
record Refusal(int status, String reason) {}
