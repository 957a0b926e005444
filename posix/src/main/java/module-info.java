/// What POSIX has and the JDK has not.
///
/// Start at [dev.cratehold.posix.Posix]. On the module path the JVM wants
/// `--enable-native-access=dev.cratehold.posix`, else it warns at the first native call.
module dev.cratehold.posix {
  requires static org.jspecify;

  exports dev.cratehold.posix;
}
