package dev.gymbridge.remote.fleet;

import dev.gymbridge.remote.fleet.ShareMaker.Range;
import dev.gymbridge.remote.session.SessionServer;
import java.util.ArrayList;
import java.util.List;

/**
 * Environments that one server is asked to make.
 *
 * @param range which of all they are
 */
record Piece(SessionServer server, Range range) {
  /** Cuts ranges so that each server gets as many environments as the next, or one more. */
  static List<Piece> spread(List<Range> ranges, List<SessionServer> servers) {
    int total = ranges.stream().mapToInt(Range::size).sum();
    List<Piece> pieces = new ArrayList<>();
    int k = 0;
    int room = quota(total, servers.size(), 0);
    for (Range range : ranges) {
      for (int from = range.from(); from < range.to(); ) {
        if (room == 0) {
          room = quota(total, servers.size(), ++k);
        }
        int taken = Math.min(room, range.to() - from);
        pieces.add(new Piece(servers.get(k), new Range(from, from + taken)));
        from += taken;
        room -= taken;
      }
    }
    return pieces;
  }

  private static int quota(int total, int servers, int k) {
    return total / servers + (k < total % servers ? 1 : 0);
  }
}
