package dev.gymbridge.remote.grpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret by which a server knows its clients.
 *
 * <p>It is never printed: {@link #toString} hides it, and no message repeats it.
 */
public final class AccessToken {
  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /**
   * A token from its text, without the white space around it.
   *
   * @throws ChannelSecurityException if it is empty, or is not one line of ASCII without spaces
   */
  public static AccessToken of(String text) {
    return of(text, "the token");
  }

  /** A token that nobody can guess. */
  public static AccessToken random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return of(HexFormat.of().formatHex(bytes));
  }

  /**
   * The token in a file.
   *
   * @throws ChannelSecurityException if the file cannot be read, holds no token, or can be used by
   *     every user of this machine
   */
  public static AccessToken read(Path file) {
    SecretFiles.requirePrivate(file, "the token file");
    try {
      return of(Files.readString(file, StandardCharsets.UTF_8), "the token in " + file);
    } catch (IOException e) {
      throw SecretFiles.unreadable(file, "the token file", e);
    }
  }

  private static AccessToken of(String text, String what) {
    String token = text.strip();
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new ChannelSecurityException(
          "%s must be one line of ASCII without spaces; ask for it who runs the server"
              .formatted(what));
    }
    return new AccessToken(token);
  }

  /**
   * The token itself, for a server that is to ask for it.
   *
   * @apiNote For the rooms of {@code remote}.
   */
  public String secret() {
    return text;
  }

  /** What is sent with every call. */
  String authorization() {
    return "Bearer " + text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccessToken token && token.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Says that there is a token, and not which. */
  @Override
  public String toString() {
    return "AccessToken[hidden]";
  }
}
