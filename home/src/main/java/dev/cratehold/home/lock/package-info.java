/// Cargo's locks on a home, taken as cargo takes them, and the cargos that run beside us.
///
/// # Locking
///
/// Cargo has two lock files at the top of its home and takes `flock` on them in three ways, see
/// [dev.cratehold.home.lock.LockMode]. Locks of `fcntl`, which the JDK's file channels take, are
/// invisible to it. The files are never deleted: whoever waits would hold the lock of a file that
/// nobody else can open.
@NullMarked
package dev.cratehold.home.lock;

import org.jspecify.annotations.NullMarked;
