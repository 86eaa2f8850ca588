package dev.gymbridge.remote.grpc;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** What to say of a certificate whose time is over, or has not come. */
final class CertificateDates {
  private CertificateDates() {}

  /** What is wrong and how to mend it, after the words "the certificate"; empty if nothing is. */
  static String problem(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (now.isAfter(to)) {
      return "expired on %s; renew it".formatted(to);
    }
    return now.isBefore(from)
        ? "is valid from %s on; check the clocks, here and where it was made".formatted(from)
        : "";
  }
}
