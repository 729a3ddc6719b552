package io.heddle.agent.cli.server;

import io.heddle.agent.cli.console.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the answers of a Heddle server. */
public final class HeddleHttp {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 64 << 20;

  private final String address;

  private HeddleHttp(String address) {
    this.address = address;
  }

  /**
   * Returns the server of any URL on it, {@code http://host:port} with or without a path.
   *
   * @throws CommandException if the text is no such URL
   */
  public static HeddleHttp at(String url) throws CommandException {
    URI uri = parse(url);
    if (uri == null || uri.getHost() == null || !isHttp(uri.getScheme())) {
      throw CommandException.usage(
          "'" + url + "' is neither a process id nor a URL such as http://127.0.0.1:9464.");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new HeddleHttp(uri.getScheme() + "://" + uri.getHost() + port);
  }

  private static @Nullable URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static boolean isHttp(@Nullable String scheme) {
    return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
  }

  /** Returns the URL of the server, without a path. */
  public String address() {
    return address;
  }

  /**
   * Reads one object.
   *
   * @param path absolute, such as /api/rules
   * @throws CommandException if the server cannot be reached, refuses, or does not answer with JSON
   */
  public JsonObject get(String path) throws CommandException {
    byte[] body = get(path, "application/json");
    try {
      return JsonObject.parse(body);
    } catch (IOException e) {
      throw CommandException.failed(address + path + " did not answer JSON: is Heddle there?");
    }
  }

  /**
   * Reads the bytes of an answer.
   *
   * @param path absolute, such as /metrics
   * @param accept the format that is asked for
   * @throws CommandException if the server cannot be reached or refuses
   */
  public byte[] get(String path, String accept) throws CommandException {
    try {
      return fetch(new URL(address + path), accept);
    } catch (MalformedURLException e) {
      throw CommandException.failed(address + path + " is not a URL.");
    } catch (IOException e) {
      throw CommandException.failed(address + " cannot be reached: " + reason(e) + ".");
    }
  }

  private static byte[] fetch(URL url, String accept) throws IOException, CommandException {
    URLConnection opened = url.openConnection();
    opened.setConnectTimeout((int) LIMIT.toMillis());
    opened.setReadTimeout((int) LIMIT.toMillis());
    opened.setRequestProperty("Accept", accept);
    HttpURLConnection connection = (HttpURLConnection) opened;
    connection.setInstanceFollowRedirects(false);
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw CommandException.failed(url + " answered status " + status + ": is Heddle there?");
    }
    try (InputStream body = connection.getInputStream()) {
      return body.readNBytes(MOST_BYTES);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
