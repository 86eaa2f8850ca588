package dev.gymbridge.remote.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;

/** What gRPC is given for a connection to be secure. */
final class TlsCredentials {
  private TlsCredentials() {}

  /**
   * Reads the files.
   *
   * @throws ChannelSecurityException if one of them will not do
   */
  static ChannelCredentials of(ChannelSecurity security) {
    if (!security.tls()) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    try {
      if (security.trustedAuthorities() != null) {
        PemFiles.requireCertificate(security.trustedAuthorities());
        builder.trustManager(security.trustedAuthorities().toFile());
      }
      if (security.certificate() != null && security.key() != null) {
        PemFiles.requireKey(security.key(), PemFiles.requireCertificate(security.certificate()));
        builder.keyManager(security.certificate().toFile(), security.key().toFile());
      }
    } catch (IOException e) {
      throw new ChannelSecurityException("TLS cannot be set up: " + e.getMessage(), e);
    }
    return builder.build();
  }
}
