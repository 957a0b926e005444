import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCertificate;
import dev.cratehold.testing.TestCrate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a command beside a registry that it may use, over HTTP/2 and TLS as crates.io does, and ends with the
/// command's exit code. The command gets three more arguments: the registry's URL, the file of its certificate,
/// and a file that lists its crates, a line each: name, version, checksum.
///
/// `make-package` runs this file as it is: java -cp … TrainingRegistry.java DIRECTORY COMMAND…
void main(String[] arguments) throws Exception {
  Path directory = Files.createDirectories(Path.of(arguments[0]));
  List<TestCrate> crates = CrateGraph.generate(1, 60).all();
  TestCertificate certificate = TestCertificate.create(directory);
  try (FakeRegistry registry = FakeRegistry.builder().tls(certificate).start()) {
    registry.publish(crates);
    Path list = Files.write(directory.resolve("crates"), crates.stream().map(this::line).toList());
    List<String> command = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    command.add(registry.sparseUrl().toString());
    command.add(certificate.certificatePem().toString());
    command.add(list.toString());
    System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}

String line(TestCrate crate) {
  return crate.name() + " " + crate.version() + " " + crate.checksum();
}
