package dev.gymbridge.remote.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM form, found good or not before a connection is tried. */
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END ");

  private PemFiles() {}

  /**
   * Reads at least one certificate.
   *
   * @throws ChannelSecurityException if there is none, or the first is not valid today
   */
  static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (IOException e) {
      throw SecretFiles.unreadable(file, "the certificate file", e);
    } catch (CertificateException e) {
      throw new ChannelSecurityException(
          "%s holds a certificate that cannot be read (%s)".formatted(file, e.getMessage()), e);
    }
    if (found.isEmpty()) {
      throw new ChannelSecurityException(
          "%s holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----"
              .formatted(file));
    }
    X509Certificate first = found.get(0);
    try {
      first.checkValidity();
    } catch (CertificateException e) {
      throw new ChannelSecurityException(
          e instanceof CertificateExpiredException
              ? "the certificate in %s expired on %s; renew it"
                  .formatted(file, first.getNotAfter().toInstant())
              : "the certificate in %s is valid from %s on; check the clock"
                  .formatted(file, first.getNotBefore().toInstant()),
          e);
    }
    return found;
  }

  /**
   * Reads the private key of a certificate.
   *
   * @throws ChannelSecurityException if it is none, or that of another
   */
  static PrivateKey key(Path file, X509Certificate certificate) {
    SecretFiles.requirePrivate(file, "the key file");
    PrivateKey key = decode(file, certificate.getPublicKey().getAlgorithm());
    if (!belongTogether(key, certificate)) {
      throw new ChannelSecurityException(
          "the key in %s is not that of the certificate of %s; name the files that belong together"
              .formatted(file, certificate.getSubjectX500Principal()));
    }
    return key;
  }

  private static PrivateKey decode(Path file, String algorithm) {
    Matcher matcher = KEY.matcher(text(file));
    if (!matcher.find()) {
      throw new ChannelSecurityException(
          "%s holds no private key in PEM form, which begins with -----BEGIN PRIVATE KEY-----"
              .formatted(file));
    }
    String kind = matcher.group(1).strip();
    if (!kind.isEmpty()) {
      throw new ChannelSecurityException(
          "the key in %s is of the form \"%s\", the JDK reads PKCS #8 that is not encrypted; convert it with `openssl pkcs8 -topk8 -nocrypt -in %s -out FILE`"
              .formatted(file, kind, file));
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ChannelSecurityException(
          "the key in %s cannot be read as one for %s; name the key of the certificate"
              .formatted(file, algorithm),
          e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw SecretFiles.unreadable(file, "the key file", e);
    }
  }

  /** Whether what one signs the other verifies. */
  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    String algorithm = key.getAlgorithm();
    String scheme =
        switch (algorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> algorithm;
        };
    byte[] message = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(scheme);
      signing.initSign(key);
      signing.update(message);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(scheme);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(message);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
