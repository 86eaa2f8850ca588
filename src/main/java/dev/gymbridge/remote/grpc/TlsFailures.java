package dev.gymbridge.remote.grpc;

import io.grpc.Status;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
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
    String said = status.getDescription();
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      // Of gRPC's own copy of Netty, whose classes cannot be named here.
      if (cause.getClass().getSimpleName().equals("NotSslRecordException")) {
        return Optional.of(
            "%s answers in plain text, and this client asks for TLS; start the server with --tls-cert and --tls-key, or, where the network can be trusted, connect without --tls"
                .formatted(server));
      }
      if (cause instanceof CertificateExpiredException) {
        return Optional.of("the certificate of %s has expired; renew it there".formatted(server));
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
    return said != null && said.startsWith("Network closed")
        ? Optional.of(
            "%s closed the connection before it said anything; check the address and the port, whether it wants TLS (--tls), and whether it wants a client certificate that it trusts (--tls-cert, --tls-key)"
                .formatted(server))
        : Optional.empty();
  }
}
