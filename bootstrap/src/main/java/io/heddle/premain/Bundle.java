package io.heddle.premain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Files of the agent jar that every start needs, in one stored entry that is read at once: one by
 * one, opening and inflating them would cost more than defining the classes in them. Immutable.
 */
final class Bundle {
  final byte[] bytes;
  private final Map<String, Place> places;

  private Bundle(byte[] bytes, Map<String, Place> places) {
    this.bytes = bytes;
    this.places = places;
  }

  static Bundle read(JarFile jar, String path) throws IOException {
    ZipEntry entry = jar.getEntry(path);
    if (entry == null) {
      throw new IOException("no " + path + " in the agent jar");
    }
    // stored, and so read in one go: readAllBytes asks 8 KB at a time, 3 ms of a start
    byte[] bytes = new byte[Math.toIntExact(entry.getSize())];
    try (InputStream in = jar.getInputStream(entry)) {
      if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new IOException(path + " ends early in the agent jar");
      }
    }
    ByteBuffer index = ByteBuffer.wrap(bytes);
    int offset = index.getInt();
    int count = index.getInt();
    Map<String, Place> places = new LinkedHashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      int length = index.getShort();
      // names of classes are ASCII; decoding UTF character by character costs 2 ms of a start
      String name = new String(bytes, index.position(), length, StandardCharsets.ISO_8859_1);
      index.position(index.position() + length);
      Place place = new Place(name, offset, index.getInt());
      places.put(name, place);
      offset += place.length;
    }
    return new Bundle(bytes, places);
  }

  /** All files in the order of the entry. */
  Collection<Place> places() {
    return places.values();
  }

  @Nullable Place place(String name) {
    return places.get(name);
  }

  /** Where a file lies in {@link #bytes}. */
  static final class Place {
    final String name;
    final int offset;
    final int length;

    Place(String name, int offset, int length) {
      this.name = name;
      this.offset = offset;
      this.length = length;
    }
  }
}
