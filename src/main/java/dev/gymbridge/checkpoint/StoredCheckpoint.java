package dev.gymbridge.checkpoint;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkpoint that was found whole.
 *
 * @param directory with its files
 * @param about what its writer had to say of it
 * @param passedOver the newer ones that are not whole, and what is wrong with each, a line each
 */
public record StoredCheckpoint(Path directory, JsonObject about, List<String> passedOver) {
  public StoredCheckpoint {
    passedOver = List.copyOf(passedOver);
  }
}
