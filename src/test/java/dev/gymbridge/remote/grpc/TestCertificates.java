package dev.gymbridge.remote.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Certificates that the JDK's keytool makes when the tests run, so that none expires in the tree.
 * Each vouches for itself, and is an authority too.
 */
public final class TestCertificates {
  private static final String PASSWORD = "password";

  private TestCertificates() {}

  /**
   * A certificate and its key, in PEM files.
   *
   * @param certificate also the file of the authority to trust
   * @param key PKCS #8, readable by its owner alone
   */
  public record Identity(Path certificate, Path key) {}

  /**
   * Makes one.
   *
   * @param name of the files, and of whom the certificate is for
   * @param arguments further ones of {@code keytool -genkeypair}
   */
  public static Identity make(Path directory, String name, String... arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    return make(directory, directory.resolve(name + ".p12"), name, arguments);
  }

  /**
   * Makes one for which another vouches.
   *
   * @param authority the name of one that was made in the same directory
   */
  static Identity makeSigned(Path directory, String authority, String name, String... arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<String> signed = new ArrayList<>(List.of("-signer", authority));
    signed.addAll(List.of(arguments));
    return make(
        directory, directory.resolve(authority + ".p12"), name, signed.toArray(String[]::new));
  }

  private static Identity make(Path directory, Path store, String name, String... arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of("-genkeypair", "-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-alias", name, "-dname", "CN=" + name));
    if (!List.of(arguments).contains("-signer")) {
      command.addAll(List.of("-ext", "bc:c"));
    }
    command.addAll(List.of(arguments));
    if (!command.contains("-keyalg")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
    return new Identity(
        write(
            directory.resolve(name + ".pem"),
            pem("CERTIFICATE", keys.getCertificate(name).getEncoded())),
        write(directory.resolve(name + ".key"), pem("PRIVATE KEY", key)));
  }

  static String pem(String kind, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  /** Writes a file for its owner alone. */
  public static Path write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    allow(file, "rw-------");
    return file;
  }

  static void allow(Path file, String permissions) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }
}
