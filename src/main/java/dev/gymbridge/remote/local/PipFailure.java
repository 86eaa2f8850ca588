package dev.gymbridge.remote.local;

import java.nio.file.Path;

/** Why pip could not install the server. */
final class PipFailure {
  private PipFailure() {}

  static LocalServerException explain(LastLines output, Path directory) {
    return new LocalServerException(
        "the server could not be installed: "
            + reason(output, directory)
            + output.under("\npip said:", 12));
  }

  private static String reason(LastLines output, Path directory) {
    if (output.mention(
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
        "ReadTimeoutError",
        "ProxyError",
        "name resolution",
        "Network is unreachable",
        "Connection refused",
        "SSLError",
        "Max retries exceeded")) {
      return "pip reached no package index. Connect to the network and run this again; pip's own"
          + " settings (PIP_INDEX_URL, PIP_FIND_LINKS, PIP_PROXY) are honoured";
    }
    if (output.mention("No space left on device")) {
      return "the disk is full. Free some space, or set GYMBRIDGE_CACHE to another place than "
          + directory.getParent();
    }
    if (output.mention("No module named pip")) {
      return "pip is missing in the virtual environment. Delete %s and run this again"
          .formatted(directory);
    }
    if (output.mention(
        "No matching distribution", "ResolutionImpossible", "requires a different Python")) {
      return "a package has no version that fits this Python. Set %s to another (3.10 to 3.13)"
          .formatted(PythonInterpreter.VARIABLE);
    }
    if (output.mention("Failed building wheel", "error: command", "Failed to build")) {
      return "a package has to be compiled here, and a compiler or a library for that is missing."
          + " Set %s to a Python for which it comes compiled (3.10 to 3.13)"
              .formatted(PythonInterpreter.VARIABLE);
    }
    return "pip failed. Mend what it says and run this again";
  }
}
