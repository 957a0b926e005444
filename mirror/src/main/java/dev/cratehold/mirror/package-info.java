/// Many items of a registry at once, had before anybody asks for them. Each item is fetched through
/// [dev.cratehold.proxy.RegistryProxy], so that a client who wants the same meanwhile waits for the
/// same fetch.
@NullMarked
package dev.cratehold.mirror;

import org.jspecify.annotations.NullMarked;
