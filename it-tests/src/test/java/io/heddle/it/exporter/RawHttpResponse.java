package io.heddle.it.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A response of the HTTP server, as its bytes came through the socket. */
final class RawHttpResponse {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private RawHttpResponse(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Sends a request on a connection of its own and reads the whole response. */
  static RawHttpResponse request(String address, String method, String path, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    request.append("Connection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (!String.join("\n", headers).contains("Host: ")) {
      request.append("Host: ").append(address.substring("http://".length())).append("\r\n");
    }
    try (Socket socket = connect(address)) {
      send(socket, request + "\r\n");
      return parse(socket.getInputStream().readAllBytes());
    }
  }

  /** Opens a connection with a small receive buffer, which the caller closes. */
  static Socket connect(String address) throws IOException {
    URI uri = URI.create(address);
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(
        new InetSocketAddress(InetAddress.getByName(uri.getHost()), uri.getPort()), TIMEOUT_MILLIS);
    return socket;
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static RawHttpResponse parse(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = all.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("not an HTTP response: " + all);
    }
    List<String> lines = List.of(all.substring(0, end).split("\r\n", -1));
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    if ("chunked".equals(headers.get("transfer-encoding")) && body.length > 0) {
      body = dechunk(body);
    }
    return new RawHttpResponse(Integer.parseInt(lines.get(0).split(" ", -1)[1]), headers, body);
  }

  /** The body of a response in chunks; fails if it is cut. */
  private static byte[] dechunk(byte[] chunks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int at = 0;
    int size = -1;
    while (size != 0) {
      int line = at;
      while (chunks[at] != '\r') {
        at++;
      }
      size = Integer.parseInt(new String(chunks, line, at - line, StandardCharsets.US_ASCII), 16);
      all.write(chunks, at + 2, size);
      at += 2 + size + 2;
    }
    assertThat(at).as("ends with the last chunk").isEqualTo(chunks.length);
    return all.toByteArray();
  }

  int status() {
    return status;
  }

  /** The body as sent, compressed or not. */
  byte[] body() {
    return body;
  }

  /** The value of a header, whose name is in lower case; empty if there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  String text() throws IOException {
    if (!header("content-encoding").equals("gzip")) {
      return new String(body, StandardCharsets.UTF_8);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Json json() throws IOException {
    return Json.parse(text());
  }
}
