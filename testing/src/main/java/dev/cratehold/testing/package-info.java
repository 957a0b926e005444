/// Fakes and fixtures for the tests of every module: a programmable registry ([FakeRegistry]),
/// crates that the real cargo accepts ([CrateBuilder], [CrateGraph]), a clock ([FakeClock]), a file
/// system whose operations fail ([FaultyFileSystem]), and drivers for real cargos, which are among
/// the [Clients].
@NullMarked
package dev.cratehold.testing;

import org.jspecify.annotations.NullMarked;
