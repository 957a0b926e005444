package dev.cratehold.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules between the modules, over all classes of the product.
final class ArchitectureTest {
  private static final String ROOT = "dev.cratehold";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/testing/"))
          .importPackages(ROOT);

  /// What must have been found at least, so that the rules cannot pass on an empty class path.
  private static final int MINIMUM = 150;

  private static String module(String name) {
    return ROOT + "." + name + "..";
  }

  @Test
  void classPath_always_holdsAllModules() {
    assertThat(CLASSES.size()).isGreaterThan(MINIMUM);
    assertThat(
            Stream.of(
                "registry",
                "posix",
                "retention",
                "cas",
                "store",
                "home",
                "upstream",
                "proxy",
                "mirror",
                "gitindex",
                "server",
                "cli"))
        .allMatch(name ->
            CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith(ROOT + "." + name)));
  }

  @TestFactory
  Stream<DynamicTest> rules() {
    return Stream.of(
            layers(),
            noCycles(),
            onlyCliUsesStandardStreams(),
            onlyCliEndsTheProcess(),
            registryHasNoInputOrOutput(),
            onlyPosixCallsNativeCode(),
            onlyGitModulesUseJgit(),
            storeKnowsNoHttp(),
            casKnowsNoCrates(),
            retentionKnowsNoFiles(),
            clocksAreParameters(),
            noThreadLocal())
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
  }

  private static ArchRule layers() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .layer("registry")
        .definedBy(module("registry"))
        .layer("posix")
        .definedBy(module("posix"))
        .layer("retention")
        .definedBy(module("retention"))
        .layer("cas")
        .definedBy(module("cas"))
        .layer("upstream")
        .definedBy(module("upstream"))
        .layer("store")
        .definedBy(module("store"))
        .layer("home")
        .definedBy(module("home"))
        .layer("proxy")
        .definedBy(module("proxy"))
        .layer("mirror")
        .definedBy(module("mirror"))
        .layer("gitindex")
        .definedBy(module("gitindex"))
        .layer("server")
        .definedBy(module("server"))
        .layer("cli")
        .definedBy(module("cli"))
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("mirror")
        .mayOnlyBeAccessedByLayers("server", "cli")
        .whereLayer("proxy")
        .mayOnlyBeAccessedByLayers("mirror", "server", "cli")
        .whereLayer("gitindex")
        .mayOnlyBeAccessedByLayers("server", "cli")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("proxy", "gitindex", "mirror", "server", "cli")
        .whereLayer("home")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("upstream")
        .mayOnlyBeAccessedByLayers("proxy", "gitindex", "mirror", "server", "cli")
        .whereLayer("cas")
        .mayOnlyBeAccessedByLayers("store", "cli")
        .whereLayer("posix")
        .mayOnlyBeAccessedByLayers("cas", "home", "cli")
        .whereLayer("retention")
        .mayOnlyBeAccessedByLayers("home", "store", "cli")
        .as("layers point down");
  }

  private static ArchRule noCycles() {
    return SlicesRuleDefinition.slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .as("modules have no cycles");
  }

  private static ArchRule onlyCliUsesStandardStreams() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(module("cli"))
        .should(ACCESS_STANDARD_STREAMS)
        .as("only cli prints");
  }

  private static ArchRule onlyCliEndsTheProcess() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(module("cli"))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .as("only cli ends the process");
  }

  private static ArchRule registryHasNoInputOrOutput() {
    return noClasses()
        .that()
        .resideInAPackage(module("registry"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..", "java.nio.channels..", "java.net.http..", "java.sql..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|InputStream|OutputStream)|java\\.net\\..*Socket.*")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Path.class, Thread.class)
        .as("registry has no I/O");
  }

  private static ArchRule onlyPosixCallsNativeCode() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(module("posix"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .as("only posix calls native code");
  }

  private static ArchRule onlyGitModulesUseJgit() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(module("gitindex"), module("upstream"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jgit..")
        .as("only gitindex and upstream use JGit");
  }

  /// The content store does: bodies of requests and responses are made from content and become it.
  private static ArchRule storeKnowsNoHttp() {
    return noClasses()
        .that()
        .resideInAPackage(module("store"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "io.vertx..", "io.netty..")
        .as("the store knows no HTTP");
  }

  private static ArchRule casKnowsNoCrates() {
    return noClasses()
        .that()
        .resideInAPackage(module("cas"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(module("registry"))
        .as("the content store knows no crates");
  }

  private static ArchRule retentionKnowsNoFiles() {
    return noClasses()
        .that()
        .resideInAPackage(module("retention"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..", "java.nio.channels..", "java.sql..", module("registry"))
        .as("the collection engine knows no files and no crates");
  }

  private static ArchRule clocksAreParameters() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            module("registry"),
            module("retention"),
            module("cas"),
            module("store"),
            module("home"),
            module("proxy"),
            module("mirror"),
            module("gitindex"))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .as("clocks are parameters");
  }

  private static ArchRule noThreadLocal() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocal.class)
        .as("nothing hides in threads");
  }
}
