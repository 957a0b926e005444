/// A registry seen from a client: index files, crates and `config.json` fetched over HTTP, with
/// redirects, retries, proxies and trust, and failures that say what to do.
///
/// [Upstream] is the type to read first. Everything blocks its caller, who is expected to run on a
/// virtual thread; nothing here stores anything but the registry's `config.json`.
@NullMarked
package dev.cratehold.upstream;

import org.jspecify.annotations.NullMarked;
