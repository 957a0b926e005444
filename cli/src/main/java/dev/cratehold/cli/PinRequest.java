package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.mirror.prefetch.RegistrySources;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.LockFile;
import dev.cratehold.registry.LockedPackage;
import dev.cratehold.registry.MalformedLockFileException;
import dev.cratehold.store.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// The crates that a command on pins names.
///
/// @param label the label given, if one was
/// @param pins with the label given, or with [#BY_HAND]
record PinRequest(Optional<String> label, List<Pin> pins) {
  /// The label of pins for which none is given.
  static final String BY_HAND = "by hand";

  static PinRequest of(ParseResult command, ServeConfig config, Environment environment)
      throws Failure {
    Optional<String> label =
        Optional.ofNullable(command.<String>matchedOptionValue(StoreModel.AS_OPTION, null));
    if (label.filter(String::isBlank).isPresent()) {
      throw Failure.usage("--as is empty", "give a label, such as --as release-2.1");
    }
    if (label.filter(text -> !Fit.printable(text).equals(text)).isPresent()) {
      throw Failure.usage("--as has characters that cannot be shown", "give a plain label");
    }
    String owner = label.orElse(BY_HAND);
    List<Pin> pins = new ArrayList<>();
    for (CrateSpec spec :
        CrateSpec.parseAll(command.matchedPositionalValue(0, List.<String>of()))) {
      pins.add(new Pin(RunningServer.MOUNT, spec.name(), spec.version(), owner));
    }
    for (String file : command.matchedOptionValue(StoreModel.LOCK_OPTION, List.<String>of())) {
      pins.addAll(locked(environment.workingDirectory().resolve(file), config, owner));
    }
    return new PinRequest(label, pins);
  }

  /// Every package of a lock file that comes from this registry.
  private static List<Pin> locked(Path file, ServeConfig config, String owner) throws Failure {
    RegistrySources ours = RegistrySources.ofCratesIo(config.upstreams().urls());
    LockFile lock = read(file);
    List<Pin> pins = new ArrayList<>();
    for (LockedPackage locked : lock.packages()) {
      Optional<CrateName> name = CrateName.parse(locked.name());
      if (name.isPresent() && locked.source().filter(ours::has).isPresent()) {
        pins.add(new Pin(RunningServer.MOUNT, name.get(), Optional.of(locked.version()), owner));
      }
    }
    return pins;
  }

  private static LockFile read(Path file) throws Failure {
    try {
      return LockFile.parse(Files.readString(file));
    } catch (MalformedLockFileException e) {
      throw Failure.failed("the lock file " + file + " cannot be read", e);
    } catch (IOException e) {
      throw Failure.failed(
          "the lock file " + file + " cannot be read", e, "--lock names a Cargo.lock");
    }
  }
}
