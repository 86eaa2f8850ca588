package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CacheDirectoryTest {
  @Test
  void followsEachPlatformsCustom() {
    assertThat(CacheDirectory.of(Map.of(), "Linux", "/home/u"))
        .isEqualTo(Path.of("/home/u/.cache/gymbridge"));
    assertThat(CacheDirectory.of(Map.of("XDG_CACHE_HOME", "/c"), "Linux", "/home/u"))
        .isEqualTo(Path.of("/c/gymbridge"));
    assertThat(CacheDirectory.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", "/home/u"))
        .isEqualTo(Path.of("/home/u/.cache/gymbridge"));
    assertThat(CacheDirectory.of(Map.of(), "Mac OS X", "/Users/u"))
        .isEqualTo(Path.of("/Users/u/Library/Caches/gymbridge"));
    assertThat(CacheDirectory.of(Map.of("LOCALAPPDATA", "/l"), "Windows 11", "/u"))
        .isEqualTo(Path.of("/l/gymbridge"));
  }

  @Test
  void isWhereTheVariableSays() {
    assertThat(
            CacheDirectory.of(
                Map.of("GYMBRIDGE_CACHE", "/x", "XDG_CACHE_HOME", "/c"), "Linux", "/home/u"))
        .isEqualTo(Path.of("/x"));
  }
}
