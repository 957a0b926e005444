package dev.cratehold.upstream;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// The system as JGit may see it: without the configuration of whoever runs the process, which it
/// would look for by running `git`, and without git's environment variables. Repositories behave
/// alike everywhere, and nothing is written outside of them.
public final class JgitSystem extends SystemReader.Delegate {
  private static final long CACHED_BYTES = 8L << 20;

  private JgitSystem(SystemReader system) {
    super(system);
  }

  /// Has JGit see it, and take little memory, in the whole process.
  public static synchronized void install() {
    if (SystemReader.getInstance() instanceof JgitSystem) {
      return;
    }
    SystemReader.setInstance(new JgitSystem(SystemReader.getInstance()));
    WindowCacheConfig memory = new WindowCacheConfig();
    memory.setPackedGitLimit(CACHED_BYTES);
    memory.setDeltaBaseCacheLimit(2 * WindowCacheConfig.MB);
    memory.setExposeStatsViaJmx(false);
    memory.install();
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  /// A configuration without a file. It knows only how exact the times of files are on every file
  /// system: JGit would find that out by writing files wherever it opens a repository. A guess that
  /// is too coarse costs a file that is read once more.
  private static final class NoConfig extends FileBasedConfig {
    NoConfig(Config parent, FS fs) {
      super(parent, new File("none"), fs);
    }

    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      if (!section.equals("filesystem")) {
        return super.getString(section, subsection, name);
      }
      return name.equals("timestampResolution") ? "2 seconds" : "0 seconds";
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
