package dev.gymbridge.remote.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PemFilesTest {
  @TempDir private static Path directory;
  private static TestCertificates.Identity mine;
  private static TestCertificates.Identity other;

  @BeforeAll
  static void makeCertificates() throws Exception {
    mine = TestCertificates.make(directory, "mine");
    other = TestCertificates.make(directory, "other");
  }

  private static void refuses(Path certificate, Path key, String... texts) {
    assertThatThrownBy(() -> PemFiles.requireKey(key, PemFiles.requireCertificate(certificate)))
        .isInstanceOf(ChannelSecurityException.class)
        .hasMessageContainingAll(texts);
  }

  @Test
  void takesAKeyAndItsCertificate() {
    var certificate = PemFiles.requireCertificate(mine.certificate());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=mine");
    assertThatCode(() -> PemFiles.requireKey(mine.key(), certificate)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"RSA,-keysize,2048", "EC,-groupname,secp384r1"})
  void takesKeysOfOtherKinds(String algorithm, String option, String size) throws Exception {
    var identity =
        TestCertificates.make(directory, algorithm + size, "-keyalg", algorithm, option, size);
    var certificate = PemFiles.requireCertificate(identity.certificate());
    assertThatCode(() -> PemFiles.requireKey(identity.key(), certificate))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAKeyOfAnother() {
    refuses(mine.certificate(), other.key(), "is not that of the certificate of CN=mine");
  }

  @Test
  void namesAFileThatIsMissing() {
    Path missing = directory.resolve("missing");
    refuses(missing, mine.key(), "the certificate file " + missing + ": there is no such file");
    refuses(mine.certificate(), missing, "the key file " + missing + ": there is no such file");
  }

  @Test
  void refusesWhatIsNoPem() throws IOException {
    Path text = TestCertificates.write(directory.resolve("text"), "no certificate\n");
    refuses(text, mine.key(), text.toString(), "certificate");
    refuses(mine.certificate(), text, "holds no private key in PEM form");
    Path empty = TestCertificates.write(directory.resolve("empty"), "");
    refuses(empty, mine.key(), "holds no certificate in PEM form");
    Path damaged =
        TestCertificates.write(
            directory.resolve("damaged"), TestCertificates.pem("PRIVATE KEY", new byte[] {1, 2}));
    refuses(mine.certificate(), damaged, "cannot be read as one for EC");
  }

  @ParameterizedTest
  @CsvSource({"EC", "RSA", "ENCRYPTED"})
  void saysHowToConvertAKeyOfAnotherForm(String kind) throws IOException {
    Path key =
        TestCertificates.write(
            directory.resolve(kind), TestCertificates.pem(kind + " PRIVATE KEY", new byte[8]));
    refuses(
        mine.certificate(), key, "of the form \"" + kind + "\"", "openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void refusesAKeyThatEverybodyCanUse() throws IOException {
    Path key = TestCertificates.write(directory.resolve("open"), Files.readString(mine.key()));
    TestCertificates.allow(key, "rw----r--");
    refuses(mine.certificate(), key, "(rw----r--)", "chmod 600 " + key);
  }

  @Test
  void refusesACertificateThatIsNotValidToday() throws Exception {
    var old = TestCertificates.make(directory, "old", "-startdate", "-9d", "-validity", "3");
    refuses(old.certificate(), old.key(), "expired on 20", "renew it");
    var early = TestCertificates.make(directory, "early", "-startdate", "+9d");
    refuses(early.certificate(), early.key(), "is valid from 20", "check the clocks");
  }
}
