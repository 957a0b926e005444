package dev.cratehold.home.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MountPointsTest {
  private static final MountPoints MOUNTS =
      MountPoints.parse(
          Stream.of(
              "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
              "40 27 254:0 /srv/registry /home/me/.cargo/registry rw shared:1 - ext4 /dev/vda rw",
              "41 27 0:50 / /mnt/a\\040b\\134c rw - tmpfs none rw",
              "cut short"));

  private static boolean anyWithin(String directory) {
    return MOUNTS.anyWithin(Path.of(directory));
  }

  @Test
  void anyWithin_mountPointOrParent_isTrue() {
    assertThat(anyWithin("/home/me/.cargo/registry")).isTrue();
    assertThat(anyWithin("/home/me/.cargo")).isTrue();
  }

  @Test
  void anyWithin_childOrOther_isFalse() {
    assertThat(anyWithin("/home/me/.cargo/registry/index")).isFalse();
    assertThat(anyWithin("/home/me/.cargo/reg")).isFalse();
    assertThat(anyWithin("/home/me/.cargo/git")).isFalse();
  }

  @Test
  void anyWithin_oddName_isUnescaped() {
    assertThat(anyWithin("/mnt/a b\\c")).isTrue();
  }

  @Test
  void ofSystem_always_canBeRead() throws Exception {
    assertThat(MountPoints.ofSystem().anyWithin(Path.of("/nonexistent"))).isFalse();
  }
}
