package dev.gymbridge.cli;

import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the connection to a server elsewhere is secured. */
final class SecurityOptions {
  /** A token on the command line would stand in the list of processes, which all can read. */
  private static final String TOKEN_VARIABLE = "GYMBRIDGE_TOKEN";

  @Option(
      names = "--tls",
      description = "Encrypt the connection to --server. The options below that begin so imply it.")
  private boolean tls;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Who may vouch for the server, as PEM (default: whom the JDK trusts).")
  private @Nullable Path authorities;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The certificate to show to a server that asks for one, as PEM.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key, as PEM (PKCS #8, not encrypted).")
  private @Nullable Path key;

  @Option(
      names = "--tls-authority",
      paramLabel = "NAME",
      description = "The name in the server's certificate, if it is not the one connected to.")
  private @Nullable String authority;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token that the server asks for; else " + TOKEN_VARIABLE + ".")
  private @Nullable Path tokenFile;

  @Option(
      names = "--token-in-plain-text",
      description = "Send the token without TLS to another machine, where it can be read.")
  private boolean tokenInPlainText;

  /** Whether something was asked for that makes sense with a server elsewhere only. */
  boolean isGiven() {
    return usesTls() || tokenFile != null || tokenInPlainText;
  }

  private boolean usesTls() {
    return tls || authorities != null || certificate != null || key != null || authority != null;
  }

  /** How to talk to a server elsewhere. */
  ConnectionOptions connection(Map<String, String> environment) {
    return ConnectionOptions.DEFAULT.withSecurity(security(environment));
  }

  private ChannelSecurity security(Map<String, String> environment) {
    if ((certificate == null) != (key == null)) {
      throw new UsageException("--tls-cert and --tls-key go together; give both, or neither");
    }
    String fromEnvironment = environment.get(TOKEN_VARIABLE);
    AccessToken token =
        tokenFile != null
            ? AccessToken.read(tokenFile)
            : fromEnvironment == null ? null : AccessToken.of(fromEnvironment);
    return new ChannelSecurity(
        usesTls(), authorities, certificate, key, authority, token, tokenInPlainText);
  }
}
