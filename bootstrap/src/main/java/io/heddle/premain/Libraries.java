package io.heddle.premain;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The libraries in the agent jar, each one stored entry with an index of its own. As 5,000 entries
 * of the jar they cost every start 25 ms, since the JDK reads the names of all; like this the names
 * of a library are read when its first class is wanted. Thread-safe.
 */
final class Libraries {
  private static final String ROOT = "heddle/lib/";
  private static final String SHADED = "io/heddle/shaded/";

  private final JarFile jar;
  private final ConcurrentHashMap<String, Map<String, Place>> known = new ConcurrentHashMap<>();

  Libraries(JarFile jar) {
    this.jar = jar;
  }

  /** True if a library holds this path. */
  boolean has(String path) throws IOException {
    return place(path) != null;
  }

  /** What lies at a path, or null. */
  byte @Nullable [] bytes(String path) throws IOException {
    Place place = place(path);
    if (place == null) {
      return null;
    }
    Inflater inflater = new Inflater(true);
    try (InputStream in = jar.getInputStream(entry(library(path)))) {
      in.skipNBytes(place.offset);
      // the stream is stored: it was skipped without reading
      byte[] bytes = new byte[place.length];
      InputStream inflated = new InflaterInputStream(in, inflater, 8192);
      if (inflated.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new IOException(path + " ends early in the agent jar");
      }
      return bytes;
    } finally {
      inflater.end();
    }
  }

  private @Nullable Place place(String path) throws IOException {
    if (!path.startsWith(SHADED)) {
      return null;
    }
    String library = library(path);
    Map<String, Place> places = known.get(library);
    if (places == null) {
      places = read(library);
      known.put(library, places);
    }
    return places.get(path.substring(SHADED.length() + library.length()));
  }

  private static String library(String path) {
    int end = path.indexOf('/', SHADED.length());
    return end < 0 ? "" : path.substring(SHADED.length(), end);
  }

  private Map<String, Place> read(String library) throws IOException {
    ZipEntry index = jar.getEntry(ROOT + library + ".index");
    if (index == null) {
      return Map.of();
    }
    byte[] bytes;
    try (InputStream in = jar.getInputStream(index)) {
      bytes = in.readAllBytes();
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int count = in.readInt();
    Map<String, Place> places = new HashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      places.put(in.readUTF(), new Place(in.readInt(), in.readInt()));
    }
    return places;
  }

  private ZipEntry entry(String library) throws IOException {
    ZipEntry entry = jar.getEntry(ROOT + library);
    if (entry == null) {
      throw new IOException("no " + ROOT + library + " in the agent jar");
    }
    return entry;
  }

  /** Where a deflated file begins in its library, and its length once inflated, in bytes. */
  private static final class Place {
    final int offset;
    final int length;

    Place(int offset, int length) {
      this.offset = offset;
      this.length = length;
    }
  }
}
