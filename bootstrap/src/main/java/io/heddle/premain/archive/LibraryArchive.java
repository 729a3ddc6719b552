package io.heddle.premain.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The libraries in the agent jar, Heddle's own classes as one of them: each a stored entry with an
 * index of its own. As 5,000 entries of the jar they cost every start 25 ms, since the JDK reads
 * the names of all; like this the names of a library are read when its first class is wanted.
 * Thread-safe.
 *
 * <p>The format of an index, all numbers with the high byte first: the number of files (4 bytes);
 * for each the length of its path (2), the path in UTF-8, the CRC of the file (4), its position in
 * the library, where it is deflated (4), and its length once inflated (4). {@link
 * ArchiveWriter#library} writes both.
 */
public final class LibraryArchive {
  /** The folder of Heddle's own classes, a library of their own. */
  public static final String OWN = "io/heddle";

  private static final String SHADED = "io/heddle/shaded/";
  // a part of Byte Buddy that child processes need without the rest
  private static final String ASM = SHADED + "bytebuddy/jar/asm";
  // these keep their names: what is native in JNA bears the name of its classes
  private static final String JNA = "com/sun/jna";
  private static final String OSHI = "oshi";

  private final JarFile jar;
  private final ConcurrentHashMap<String, Map<String, Place>> known = new ConcurrentHashMap<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /** Creates a reader of this jar, which the caller closes. */
  public LibraryArchive(JarFile jar) {
    this.jar = jar;
  }

  /**
   * Returns the classes that any use of a library needs first, to be defined at once; null but for
   * the first path of the library. One by one they take twice as long.
   */
  public @Nullable ClassBundle first(String path) throws IOException {
    String folder = folder(path);
    if (folder == null || !begun.add(folder)) {
      return null;
    }
    String entry = JarPaths.FIRST + nameOf(folder);
    return jar.getEntry(entry) == null ? null : ClassBundle.read(jar, entry);
  }

  /** Returns true if a library holds this path. */
  public boolean has(String path) throws IOException {
    return place(path) != null;
  }

  /**
   * Returns the bytes at a path, or null if there are none.
   *
   * @throws IOException if the library was changed or is truncated
   */
  public byte @Nullable [] bytes(String path) throws IOException {
    Place place = place(path);
    if (place == null) {
      return null;
    }
    Inflater inflater = new Inflater(true);
    try (InputStream in = jar.getInputStream(place.library)) {
      in.skipNBytes(place.offset);
      // the stream is stored: it was skipped without reading
      byte[] bytes = new byte[place.length];
      ClassBundle.fill(bytes, new InflaterInputStream(in, inflater, 8192), place.crc);
      return bytes;
    } catch (EOFException e) {
      throw ClassBundle.truncated(place.library.getName(), e);
    } finally {
      inflater.end();
    }
  }

  private @Nullable Place place(String path) throws IOException {
    String folder = folder(path);
    if (folder == null) {
      return null;
    }
    Map<String, Place> places = known.get(folder);
    if (places == null) {
      places = read(JarPaths.LIBRARIES + nameOf(folder));
      known.put(folder, places);
    }
    return places.get(path.substring(folder.length()));
  }

  /** Returns the folder of the library that this path is in, or null if there is none. */
  public static @Nullable String folder(String path) {
    if (!path.startsWith("io/heddle/")) {
      return isIn(JNA, path) ? JNA : isIn(OSHI, path) ? OSHI : null;
    }
    if (!path.startsWith(SHADED)) {
      return OWN;
    }
    if (isIn(ASM, path)) {
      return ASM;
    }
    int end = path.indexOf('/', SHADED.length());
    return end < 0 ? null : path.substring(0, end);
  }

  private static boolean isIn(String folder, String path) {
    return path.startsWith(folder)
        && path.length() > folder.length()
        && path.charAt(folder.length()) == '/';
  }

  /** Returns true for the name of a class that is only ever taken from the agent jar. */
  public static boolean ownClass(String name) {
    return name.startsWith("io.heddle.")
        || name.startsWith("com.sun.jna.")
        || name.startsWith("oshi.");
  }

  /** Returns the name of the library of this folder. */
  public static String nameOf(String folder) {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private Map<String, Place> read(String name) throws IOException {
    ZipEntry index = jar.getEntry(name + JarPaths.INDEX_SUFFIX);
    ZipEntry library = jar.getEntry(name);
    if (index == null || library == null) {
      return Map.of();
    }
    return places(ClassBundle.whole(jar, index), library);
  }

  private static Map<String, Place> places(byte[] bytes, ZipEntry library) throws IOException {
    try {
      ByteBuffer index = ByteBuffer.wrap(bytes);
      int count = index.getInt();
      Map<String, Place> places = new HashMap<>(count * 2);
      for (int i = 0; i < count; i++) {
        String path = ClassBundle.name(index, bytes);
        long crc = Integer.toUnsignedLong(index.getInt());
        places.put(path, new Place(library, index.getInt(), index.getInt(), crc));
      }
      return places;
    } catch (RuntimeException e) {
      throw ClassBundle.truncated(library.getName() + JarPaths.INDEX_SUFFIX, e);
    }
  }

  /**
   * The position of a deflated file in its library; its length in bytes and checksum once inflated.
   */
  private static final class Place {
    final ZipEntry library;
    final int offset;
    final int length;
    final long crc;

    Place(ZipEntry library, int offset, int length, long crc) {
      this.library = library;
      this.offset = offset;
      this.length = length;
      this.crc = crc;
    }
  }
}
