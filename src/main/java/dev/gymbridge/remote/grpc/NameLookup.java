package dev.gymbridge.remote.grpc;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host, as {@link InetAddress#getAllByName} does. */
@FunctionalInterface
interface NameLookup {
  InetAddress[] addresses(String host) throws UnknownHostException;
}
