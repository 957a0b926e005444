/// Cargo's database of last uses, `$CARGO_HOME/.global-cache`: read without any lock, written under
/// cargo's.
///
/// ## Format
///
/// SQLite with a rollback journal and six tables: `registry_index` and `git_db` are the parents,
/// `registry_crate`, `registry_src` and `git_checkout` their children, `global_data` is one row
/// that says when cargo collected by itself last. `user_version` counts cargo's migrations; there
/// are seven. Databases of newer cargos are read and written by the names of the columns that are
/// known here.
///
/// ## Locking
///
/// Cargo takes its lock "package cache" for every access. A transaction that is held without it
/// would make cargo wait five seconds and then warn; so writers hold that lock, and readers, who do
/// not, end their only transaction within milliseconds.
///
/// ## File systems
///
/// SQLite's own locks are lost when this process closes any other descriptor of the same file:
/// nothing here ever opens it but SQLite.
@NullMarked
package dev.cratehold.home.lastuse;

import org.jspecify.annotations.NullMarked;
