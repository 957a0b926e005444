package dev.cratehold.gitindex;

import dev.cratehold.registry.RegistryConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What clients of one kind see: a form of the index, with the `config.json` of one public URL.
///
/// @param config the text of `config.json`
record Branch(GitForm form, String config) {
  private static final int NAME_BYTES = 8;

  static Branch of(GitForm form, RegistryConfig config) {
    return new Branch(form, new String(config.toJson(), StandardCharsets.UTF_8));
  }

  /// The reference to the commit without `config.json` that all branches of a form are made of.
  static String base(GitForm form) {
    return "refs/base/" + form.label();
  }

  /// Where the references of all branches of a form lie.
  static String heads(GitForm form) {
    return "refs/heads/" + form.label() + "/";
  }

  /// The reference to its commit.
  String head() {
    return heads(form) + name();
  }

  /// The reference to the last commit of the history before this one.
  String kept() {
    return "refs/kept/" + form.label() + "/" + name();
  }

  private String name() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(config.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }
}
