package dev.cratehold.cli.config;

/// What a server writes about its work.
///
/// @param level how much
/// @param format of the log and of the access log
/// @param access where answered requests are noted
public record Logging(LogLevel level, LogFormat format, AccessLogTarget access) {}
