/// One request to a registry, answered from what is kept or through the upstream: freshness, single
/// flight, fill, relay. Knows neither HTTP servers nor sockets.
///
/// ## Usage
///
/// A [RegistryProxy] answers for one registry. [RegistryProxy#indexFromMemory] never blocks and may
/// be called on an event loop; everything else blocks and belongs on a virtual thread.
///
/// ## What is promised
///
/// * An index file is relayed byte for byte, and only after every line of it was read.
/// * Bytes of a crate are given on while they arrive, but the last ones are held back until the
///   SHA-256 of the whole matches what the index says: no client ever completes a wrong crate.
/// * However many clients ask for the same thing at once, the upstream is asked once.
/// * A failing upstream is never reported as "there is no such crate".
@NullMarked
package dev.cratehold.proxy;

import org.jspecify.annotations.NullMarked;
