package io.heddle.exporter.http;

import java.net.InetAddress;

/** What every connection of a server shares. */
public final class Site {
  private final Routes routes;
  private final HostRule hosts;

  /**
   * @param routes what to answer
   * @param host as configured
   * @param bound the address that is listened on
   */
  public Site(Routes routes, String host, InetAddress bound) {
    this.routes = routes;
    this.hosts = new HostRule(host, bound);
  }

  Routes routes() {
    return routes;
  }

  HostRule hosts() {
    return hosts;
  }
}
