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
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in PEM form, found good or not before gRPC reads them: it would say less of
 * what is wrong, and later.
 */
final class PemFiles {
  private static final Pattern CERTIFICATE = Pattern.compile("-----BEGIN CERTIFICATE-----");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END ");

  private PemFiles() {}

  /**
   * The first certificate in a file.
   *
   * @throws ChannelSecurityException if there is none, or it is not valid today
   */
  static X509Certificate requireCertificate(Path file) {
    byte[] bytes = read(file, "the certificate file");
    if (!CERTIFICATE.matcher(text(bytes)).find()) {
      throw new ChannelSecurityException(
          "%s holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----"
              .formatted(file));
    }
    X509Certificate first;
    try {
      first =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(bytes))
                  .iterator()
                  .next();
    } catch (CertificateException e) {
      throw new ChannelSecurityException(
          "%s holds a certificate that cannot be read (%s)".formatted(file, e.getMessage()), e);
    }
    String problem = CertificateDates.problem(first, Instant.now());
    if (!problem.isEmpty()) {
      throw new ChannelSecurityException("the certificate in %s %s".formatted(file, problem));
    }
    return first;
  }

  /**
   * Refuses what is not the private key of a certificate.
   *
   * @throws ChannelSecurityException if it is none, or that of another
   */
  static void requireKey(Path file, X509Certificate certificate) {
    SecretFiles.requirePrivate(file, "the key file");
    PrivateKey key = decode(file, certificate.getPublicKey().getAlgorithm());
    if (!belongTogether(key, certificate)) {
      throw new ChannelSecurityException(
          "the key in %s is not that of the certificate of %s; name the files that belong together"
              .formatted(file, certificate.getSubjectX500Principal()));
    }
  }

  private static PrivateKey decode(Path file, String algorithm) {
    Matcher matcher = KEY.matcher(text(read(file, "the key file")));
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

  private static byte[] read(Path file, String what) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw SecretFiles.unreadable(file, what, e);
    }
  }

  private static String text(byte[] pem) {
    return new String(pem, StandardCharsets.ISO_8859_1);
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
