package dev.gymbridge.remote.grpc;

import io.grpc.Status;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says what it means that a connection could not be made secure. */
final class TlsFailures {
  private TlsFailures() {}

  /**
   * The whole message, if that is what happened.
   *
   * @param server such as {@code the server at host:port}
   */
  static Optional<String> explain(Status status, String server) {
    if (status.getCode() != Status.Code.UNAVAILABLE) {
      return Optional.empty();
    }
    Optional<String> dates = dates(status, server);
    if (dates.isPresent()) {
      return dates;
    }
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      // Of gRPC's own copy of Netty, whose classes cannot be named here.
      if (cause.getClass().getSimpleName().equals("NotSslRecordException")) {
        return Optional.of(
            "%s answers in plain text, and this client asks for TLS; start the server with --tls-cert and --tls-key, or, where the network can be trusted, connect without --tls"
                .formatted(server));
      }
      if (cause instanceof CertPathBuilderException || message.contains("path validation failed")) {
        return Optional.of(
            "nobody whom this client trusts vouches for the certificate of %s (%s); name the authority that signed it with --tls-ca FILE"
                .formatted(server, message));
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        return Optional.of(
            "the certificate of %s is not for that name (%s); connect to a name that it holds, or give that name with --tls-authority"
                .formatted(server, message));
      }
      if (cause instanceof SSLException && cause.getCause() == null) {
        return Optional.of("TLS with %s failed: %s".formatted(server, message));
      }
    }
    return Optional.empty();
  }

  /**
   * The whole message, if the first call ended without a word: an end in mid-session says nothing
   * of how it is secured.
   */
  static Optional<String> explainFirst(Status status, String server) {
    Optional<String> explained = explain(status, server);
    String said = status.getDescription();
    return explained.isEmpty() && said != null && said.startsWith("Network closed")
        ? Optional.of(
            "%s closed the connection before it said anything; check the address and the port, whether it wants TLS (--tls), and whether it wants a client certificate that it trusts (--tls-cert, --tls-key)"
                .formatted(server))
        : explained;
  }

  /** The JDK says of a date only that a path is not valid, and names the certificate beside it. */
  private static Optional<String> dates(Status status, String server) {
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathValidatorException path
          && path.getCertPath() != null
          && path.getIndex() >= 0
          && path.getCertPath().getCertificates().get(path.getIndex())
              instanceof X509Certificate certificate) {
        String problem = CertificateDates.problem(certificate, Instant.now());
        if (!problem.isEmpty()) {
          return Optional.of(
              "the certificate of %s (%s) %s"
                  .formatted(server, certificate.getSubjectX500Principal(), problem));
        }
      }
    }
    return Optional.empty();
  }
}
