package dev.gymbridge.remote.grpc;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted, whom the client trusts, and how it shows who it is.
 *
 * <pre>{@code
 * ChannelSecurity.TLS
 *     .withTrustedAuthorities(Path.of("ca.pem"))
 *     .withToken(AccessToken.read(Path.of("token")));
 * }</pre>
 *
 * <p>Files are read when the connection is opened.
 *
 * @param tls whether the connection is encrypted; a Unix socket never is, and needs not be
 * @param trustedAuthorities PEM file of those who may vouch for the server; null: those whom the
 *     JDK trusts
 * @param certificate PEM file of the client's certificate chain; null: none
 * @param key PEM file of its private key, PKCS #8, not encrypted; null: none
 * @param authority the name that the server's certificate must hold; null: the name connected to
 * @param token sent with every call; null: none
 * @param tokenInPlainText whether the token may be sent without TLS to another machine, where
 *     whoever is on the way can read it
 */
public record ChannelSecurity(
    boolean tls,
    @Nullable Path trustedAuthorities,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable String authority,
    @Nullable AccessToken token,
    boolean tokenInPlainText) {
  /** No encryption, no token: for Unix sockets, the loopback interface and trusted networks. */
  public static final ChannelSecurity PLAIN_TEXT =
      new ChannelSecurity(false, null, null, null, null, null, false);

  /** TLS with a server for which an authority vouches that the JDK trusts. */
  public static final ChannelSecurity TLS =
      new ChannelSecurity(true, null, null, null, null, null, false);

  public ChannelSecurity {
    if (!tls && (trustedAuthorities != null || certificate != null || authority != null)) {
      throw new IllegalArgumentException(
          "certificates and the authority are for TLS; begin with ChannelSecurity.TLS");
    }
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("a certificate and its key go together; give both");
    }
  }

  /** The same, trusting only servers for which the authorities in a PEM file vouch. */
  public ChannelSecurity withTrustedAuthorities(Path file) {
    return new ChannelSecurity(tls, file, certificate, key, authority, token, tokenInPlainText);
  }

  /** The same, showing a certificate to servers that ask for one. */
  public ChannelSecurity withCertificate(Path chainFile, Path keyFile) {
    return new ChannelSecurity(
        tls, trustedAuthorities, chainFile, keyFile, authority, token, tokenInPlainText);
  }

  /** The same, for a server whose certificate holds another name than the one connected to. */
  public ChannelSecurity withAuthority(String name) {
    return new ChannelSecurity(
        tls, trustedAuthorities, certificate, key, name, token, tokenInPlainText);
  }

  /** The same, sending a token with every call. */
  public ChannelSecurity withToken(AccessToken newToken) {
    return new ChannelSecurity(
        tls, trustedAuthorities, certificate, key, authority, newToken, tokenInPlainText);
  }

  /** The same, sending the token also where whoever is on the way can read it. */
  public ChannelSecurity withTokenInPlainText() {
    return new ChannelSecurity(tls, trustedAuthorities, certificate, key, authority, token, true);
  }

  /**
   * Refuses to connect where that would not be what was asked for.
   *
   * @throws ChannelSecurityException if the token would travel in plain text to another machine, or
   *     TLS is asked for over a Unix socket
   */
  void check(ServerAddress address) {
    if (tls && address.isUnixSocket()) {
      throw new ChannelSecurityException(
          "TLS is for ports, and %s is a Unix socket, which only its owner can use; leave out TLS"
              .formatted(address.text()));
    }
    if (token != null && !tls && !tokenInPlainText && !address.isThisMachine()) {
      throw new ChannelSecurityException(
          "the token would travel to %s in plain text, and whoever is on the way could read it; use TLS (--tls), or accept the risk with --token-in-plain-text"
              .formatted(address.text()));
    }
  }
}
