package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PipSettingsTest {
  @Test
  void keepWherePackagesComeFromAndNotWhereTheyGo() {
    assertThat(
            PipSettings.kept(
                List.of(
                    "global.index-url='https://packages.example/simple'",
                    "global.cert='/etc/ssl/own.pem'",
                    "install.user='true'",
                    "install.prefix='/opt'",
                    ":env:.target='/elsewhere'",
                    ":env:.find-links='/a\\n/b'",
                    "WARNING: something",
                    ":env:.index-url='https://nearer.example/simple'")))
        .isEqualTo(
            Map.of(
                "index-url", "https://nearer.example/simple",
                "cert", "/etc/ssl/own.pem",
                "find-links", "/a /b"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void areTheOnlyOnesThatPipIsTold(@TempDir Path directory) throws IOException {
    Path python =
        FakePython.write(
            directory,
            "case \"$*\" in *-vvv*) echo \":env:.proxy='http://p:1'\"; echo \"install.user='1'\";; esac");
    ProcessBuilder builder = new ProcessBuilder("pip");
    builder.environment().put("PIP_USER", "1");
    builder.environment().put("PIP_TARGET", "/elsewhere");

    PipSettings.apply(python.toString(), builder);

    assertThat(builder.environment())
        .containsEntry("PIP_PROXY", "http://p:1")
        .containsEntry("PIP_CONFIG_FILE", "/dev/null")
        .doesNotContainKeys("PIP_USER", "PIP_TARGET");
  }

  @Test
  void areAskedForWithoutThoseThatMuteOrMisleadPip() {
    assertThat(
            List.of("PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_DEFAULT_TIMEOUT", "PATH").stream()
                .filter(PipSettings::isLeftOut))
        .isEmpty();
    assertThat(List.of("PIP_QUIET", "PIP_PYTHON", "PIP_LOG", "PIP_TARGET"))
        .allMatch(PipSettings::isLeftOut);
  }
}
