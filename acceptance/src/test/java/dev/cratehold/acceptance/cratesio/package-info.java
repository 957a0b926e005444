/// Acceptance tests that need crates.io, tagged `cratesio` and told apart from the hermetic ones:
/// run by `./build verify -Dacceptance.skip=false -Dunit.skip=true -Dacceptance.groups=cratesio`.
/// Where crates.io cannot be reached they fail; `acceptance/probe-crates-io` says beforehand.
@NullMarked
package dev.cratehold.acceptance.cratesio;

import org.jspecify.annotations.NullMarked;
