/// Crates that are fetched before a client asks for them, as a lock file or a list names them.
///
/// [OrderReader] makes a [PrefetchOrder] of texts, [Prefetch] carries it out through a
/// [dev.cratehold.proxy.RegistryProxy], together with the clients who want the same at that time,
/// and says in a [PrefetchReport] what came of it. No path and no URL of a text is ever followed.
@NullMarked
package dev.cratehold.mirror.prefetch;

import org.jspecify.annotations.NullMarked;
