/// The real clients against the real command: acceptance tests that need nothing but this machine.
///
/// They run with `./build verify -Dacceptance.skip=false -Dunit.skip=true`; what they need is put
/// in place by `acceptance/install-clients`. The system property `cratehold.command` names the
/// command under test; without it, it is `./cratehold` of the checkout.
///
/// cacache-rs and npm's cacache are clients of the format of the module `cas`: [CacheDriver] runs
/// them, [CacheHistory] says what they do, [ExpectedCache] what that must come to.
@NullMarked
package dev.cratehold.acceptance;

import org.jspecify.annotations.NullMarked;
