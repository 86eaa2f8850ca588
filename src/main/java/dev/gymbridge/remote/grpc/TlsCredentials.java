package dev.gymbridge.remote.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** What gRPC is given for a connection to be secure. */
final class TlsCredentials {
  /** A key store in memory asks for a password, which protects nothing there. */
  private static final char[] NO_PASSWORD = {};

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
        builder.trustManager(trust(security.trustedAuthorities()).getTrustManagers());
      }
      if (security.certificate() != null && security.key() != null) {
        builder.keyManager(identity(security.certificate(), security.key()).getKeyManagers());
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new ChannelSecurityException("TLS cannot be set up: " + e.getMessage(), e);
    }
    return builder.build();
  }

  private static TrustManagerFactory trust(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    List<X509Certificate> authorities = PemFiles.certificates(file);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority " + i, authorities.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyManagerFactory identity(Path chainFile, Path keyFile)
      throws GeneralSecurityException, IOException {
    List<X509Certificate> chain = PemFiles.certificates(chainFile);
    PrivateKey key = PemFiles.key(keyFile, chain.get(0));
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    return store;
  }
}
