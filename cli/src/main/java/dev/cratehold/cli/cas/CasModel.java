package dev.cratehold.cli.cas;

import static dev.cratehold.cli.model.ModelParts.DRY_RUN_OPTION;
import static dev.cratehold.cli.model.ModelParts.JSON_OPTION;
import static dev.cratehold.cli.model.ModelParts.addSubcommand;
import static dev.cratehold.cli.model.ModelParts.below;
import static dev.cratehold.cli.model.ModelParts.choice;
import static dev.cratehold.cli.model.ModelParts.command;
import static dev.cratehold.cli.model.ModelParts.examples;
import static dev.cratehold.cli.model.ModelParts.flag;
import static dev.cratehold.cli.model.ModelParts.parameter;
import static dev.cratehold.cli.model.ModelParts.repeatable;
import static dev.cratehold.cli.model.ModelParts.valued;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// The model of `cratehold cas`.
public final class CasModel {
  /// The name of the command that all of these are below.
  public static final String CAS = "cas";

  /// What `cas` does, in a line.
  public static final String HEADER = "Use a cache directory of npm or of cacache-rs.";

  static final String PUT = "put";
  static final String GET = "get";
  static final String LS = "ls";
  static final String RM = "rm";
  static final String VERIFY = "verify";
  static final String INFO = "info";
  static final String KEY_JSON_OPTION = "--key-json";
  static final String FILE_OPTION = "--file";
  static final String ALGORITHM_OPTION = "--algorithm";
  static final String METADATA_OPTION = "--metadata";
  static final String LAYOUT_OPTION = "--layout";
  static final String INTEGRITY_OPTION = "--integrity";
  static final String SIZE_OPTION = "--size";
  static final String DIGEST_OPTION = "--digest";
  static final String OUTPUT_OPTION = "--output";
  static final String RANGE_OPTION = "--range";
  static final String CONTENT_OPTION = "--content";

  private CasModel() {}

  /// `cratehold cas` with its commands.
  ///
  /// @param words see [dev.cratehold.cli.model.ModelParts#addSubcommand]
  public static CommandSpec create(List<String> words) {
    CommandSpec cas = command(CAS, "cratehold cas COMMAND DIR [OPTIONS]");
    cas.usageMessage()
        .descriptionHeading("%n")
        .description(
            "DIR is a content-addressable cache as npm's cacache and the Rust crate cacache make"
                + " them, such as ~/.npm/_cacache. Whose index it has is seen by itself. All of"
                + " these may run beside the programs that use it.");
    addSubcommand(cas, PUT, "Store a file, or standard input, under a key.", words, CasModel::put);
    addSubcommand(cas, GET, "Print what a key or a digest stands for.", words, CasModel::get);
    addSubcommand(cas, LS, "List the entries.", words, CasModel::ls);
    addSubcommand(cas, RM, "Remove an entry.", words, CasModel::rm);
    addSubcommand(cas, VERIFY, "Hash all content again.", words, CasModel::verify);
    addSubcommand(cas, INFO, "Show what is there and how much it takes.", words, CasModel::info);
    examples(
        cas,
        "echo hello | cratehold cas put ./cache greeting",
        "cratehold cas get ./cache greeting",
        "cratehold cas ls ~/.npm/_cacache",
        "cratehold cas verify ~/.npm/_cacache");
    return cas;
  }

  private static CommandSpec casCommand(String name, String arguments) {
    CommandSpec command = command(name, "cratehold cas " + name + " " + arguments);
    command.addPositional(parameter("DIR", "The directory of the cache"));
    return command;
  }

  private static void addKey(CommandSpec command) {
    command.addPositional(parameter(1, "KEY", "The key, any text; after -- if it begins with -"));
    command.addOption(
        valued(
            KEY_JSON_OPTION,
            "JSON",
            "The key as a JSON string, for one that no argument can be: '\"a\\u0000b\"'"));
  }

  private static CommandSpec put() {
    CommandSpec put = casCommand(PUT, "DIR KEY [OPTIONS]");
    put.usageMessage()
        .descriptionHeading("%n")
        .description(
            "Stores standard input, or a file, and prints the digests by which it is found. It is"
                + " seen whole or not at all. A directory that is missing is made.");
    addKey(put);
    put.addOption(valued(FILE_OPTION, "FILE", "Store this file instead of standard input"));
    put.addOption(
        repeatable(
                ALGORITHM_OPTION,
                "NAME",
                "Hash with sha512, sha384, sha256, sha1 or xxh3 (default: what the directory's"
                    + " program does); may be given several times")
            .toBuilder()
            .completionCandidates(CasArguments.ALGORITHMS)
            .build());
    put.addOption(valued(METADATA_OPTION, "JSON", "Keep this JSON value with the key"));
    put.addOption(
        choice(
            LAYOUT_OPTION,
            "NAME",
            "Whose index to write: rust, npm, or dual for both (default: what the directory has;"
                + " rust for a new one)",
            CasArguments.LAYOUTS));
    put.addOption(valued(INTEGRITY_OPTION, "SRI", "Store it only if it has this digest"));
    put.addOption(valued(SIZE_OPTION, "BYTES", "Store it only if it has this size"));
    put.addOption(flag(DRY_RUN_OPTION, "Check and hash everything, and store nothing"));
    put.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(
        put,
        "cratehold cas put ./cache key --file crate.tar.gz",
        "curl -s https://example.com/a.tgz | cratehold cas put ./cache a.tgz --algorithm sha512",
        "cratehold cas put ./cache key --file a --metadata '{\"etag\":\"x\"}' --layout dual");
    return put;
  }

  private static CommandSpec get() {
    CommandSpec get = casCommand(GET, "DIR (KEY | --digest SRI) [OPTIONS]");
    get.usageMessage()
        .descriptionHeading("%n")
        .description(
            "Content of up to 8 MiB, and every range, is hashed before any of it is written. Larger"
                + " content is written while it is hashed: if the exit code is 1, what was written"
                + " is worth nothing. With --output the file is whole or stays as it was.");
    addKey(get);
    get.addOption(valued(DIGEST_OPTION, "SRI", "The content with this digest: sha256-…"));
    get.addOption(valued(OUTPUT_OPTION, "FILE", "Write to this file instead of standard output"));
    get.addOption(
        valued(RANGE_OPTION, "A-B", "Only bytes A to B, both included, from 0; A- for the rest"));
    get.addOption(flag(JSON_OPTION, "Print errors, and what --output wrote, as JSON for machines"));
    examples(
        get,
        "cratehold cas get ./cache key",
        "cratehold cas get ./cache key --output crate.tar.gz",
        "cratehold cas get ./cache --digest sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
        "cratehold cas get ./cache key --range 0-1023");
    return get;
  }

  private static CommandSpec ls() {
    CommandSpec ls = casCommand(LS, "DIR [OPTIONS]");
    ls.usageMessage()
        .descriptionHeading("%n")
        .description(
            "One entry a line, in no order: the key, the size, the time, the digests, the"
                + " metadata. That the content is there is not looked at.");
    ls.addOption(flag(JSON_OPTION, "Print JSON for machines: one object a line"));
    examples(ls, "cratehold cas ls ~/.npm/_cacache", "cratehold cas ls ./cache --json");
    return ls;
  }

  private static CommandSpec rm() {
    CommandSpec rm = casCommand(RM, "DIR KEY [OPTIONS]");
    rm.usageMessage()
        .descriptionHeading("%n")
        .description("The content stays, since other keys may stand for it, but for --content.");
    addKey(rm);
    rm.addOption(
        flag(
            CONTENT_OPTION,
            "Remove the content, too, unless another key stands for it, and all lines of the key;"
                + " only while nobody else writes"));
    rm.addOption(flag(DRY_RUN_OPTION, "Say what would be removed, and remove nothing"));
    rm.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(rm, "cratehold cas rm ./cache key", "cratehold cas rm ./cache key --content");
    return rm;
  }

  private static CommandSpec verify() {
    CommandSpec verify = casCommand(VERIFY, "DIR [OPTIONS]");
    verify
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "Says what is corrupt, what is missing and what nobody refers to, and changes nothing,"
                + " unlike npm's. Corrupt or missing content means exit code 1.");
    verify.addOption(flag(JSON_OPTION, "Print JSON for machines, with the names of npm's verify"));
    examples(verify, "cratehold cas verify ~/.npm/_cacache", "cratehold cas verify ./cache --json");
    below(verify, "", "What is corrupt heals when it is stored again by `cratehold cas put`.");
    return verify;
  }

  private static CommandSpec info() {
    CommandSpec info = casCommand(INFO, "DIR [OPTIONS]");
    info.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(info, "cratehold cas info ~/.npm/_cacache", "cratehold cas info ./cache --json");
    return info;
  }
}
