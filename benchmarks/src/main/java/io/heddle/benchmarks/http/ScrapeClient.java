package io.heddle.benchmarks.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client that behaves, with the timeout of a scraper. */
final class ScrapeClient {
  /** Prometheus' default of {@code scrape_timeout}. */
  private static final int TIMEOUT_MILLIS = 10_000;

  private final String address;
  private final int port;

  ScrapeClient(int port) {
    this.port = port;
    this.address = "http://127.0.0.1:" + port;
  }

  /**
   * Gets a path and returns the number of bytes of the body.
   *
   * @throws IOException if the answer is not 200 or not whole
   */
  int get(String path, boolean keepAlive) throws IOException {
    URLConnection connection = URI.create(address + path).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    if (!keepAlive) {
      connection.setRequestProperty("Connection", "close");
    }
    try (InputStream in = connection.getInputStream()) {
      if (((HttpURLConnection) connection).getResponseCode() != 200) {
        throw new IOException("not 200");
      }
      return in.readAllBytes().length;
    }
  }

  /** Returns the median of so many requests, in milliseconds. */
  double medianMillis(String path, boolean keepAlive, int requests) throws IOException {
    double[] millis = new double[requests];
    for (int i = 0; i < requests; i++) {
      long begin = System.nanoTime();
      get(path, keepAlive);
      millis[i] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(millis);
    return millis[requests / 2];
  }

  /** Sends a head of 10 MB with these lines and returns what came of it. */
  String largeHead(String line) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      @Nullable IOException cut = null;
      int sent = 0;
      byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n".getBytes(StandardCharsets.US_ASCII));
        for (; sent < 10_000_000; sent += bytes.length) {
          out.write(bytes);
        }
        out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        cut = e;
      }
      return status(socket) + (cut == null ? ", all sent" : ", cut off");
    }
  }

  private static String status(Socket socket) {
    try {
      byte[] begin = socket.getInputStream().readNBytes(12);
      return begin.length < 12
          ? "closed"
          : new String(begin, StandardCharsets.US_ASCII).substring(9);
    } catch (IOException e) {
      return "closed";
    }
  }
}
