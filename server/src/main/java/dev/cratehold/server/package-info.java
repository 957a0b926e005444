/// The HTTP server: parses and validates each request once, asks a
/// [dev.cratehold.proxy.RegistryProxy], and writes the answer over HTTP/1.1 or HTTP/2.
///
/// Event loops parse, answer from memory and write; they never wait. Everything that may touch the
/// disk, the database or the network runs on a virtual thread and hands its result back.
@NullMarked
package dev.cratehold.server;

import org.jspecify.annotations.NullMarked;
