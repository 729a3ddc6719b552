package io.heddle.premain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Heddle's own loader: child-first over what lies below {@value #ROOT} in the agent jar, where no
 * other loader finds a class. The parent is the platform loader (for the command line the system
 * loader). Parallel capable, so that two threads that load classes cannot lock each other out.
 */
public final class AgentLoader extends ClassLoader implements AutoCloseable {
  private static final String ROOT = "heddle/inst/";
  private static final String SUFFIX = "data";

  // protobuf and Byte Buddy do without it where it is missing; where they find it, 25 prints
  // warnings on the application's stderr
  private static final String HIDDEN = "sun.misc.Unsafe";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final Bundle own;
  private final Libraries libraries;

  /** Opens the jar. */
  public AgentLoader(String jarPath, ClassLoader parent) throws IOException {
    super("heddle", parent);
    this.jar = new JarFile(jarPath);
    this.own = Bundle.read(jar, "heddle/own");
    this.libraries = new Libraries(jar);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null && name.equals(HIDDEN)) {
        throw new ClassNotFoundException(name);
      }
      if (loaded == null) {
        loaded = name.startsWith("io.heddle.") ? findOwn(name) : null;
      }
      return loaded != null ? loaded : super.loadClass(name, resolve);
    }
  }

  private @Nullable Class<?> findOwn(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class" + SUFFIX;
    Bundle.Place place = own.place(path);
    if (place != null) {
      return defineClass(name, own.bytes, place.offset, place.length);
    }
    byte[] bytes = bytes(path);
    return bytes == null ? null : defineClass(name, bytes, 0, bytes.length);
  }

  private byte @Nullable [] bytes(String path) throws ClassNotFoundException {
    Bundle.Place place = own.place(path);
    if (place != null) {
      return Arrays.copyOfRange(own.bytes, place.offset, place.offset + place.length);
    }
    ZipEntry entry = jar.getEntry(ROOT + path);
    try {
      if (entry == null) {
        return libraries.bytes(path);
      }
      try (InputStream in = jar.getInputStream(entry)) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new ClassNotFoundException(path, e);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    try {
      byte[] bytes = bytes(path(name));
      return bytes == null ? null : new ByteArrayInputStream(bytes);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    return findResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    URL found = findResource(name);
    return found == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singletonList(found));
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      String path = path(name);
      if (jar.getEntry(ROOT + path) == null && own.place(path) == null && !libraries.has(path)) {
        return null;
      }
      // a handler of our own: the JDK's for jar: URLs would keep the file open after a detach
      return new URL(null, "heddle:" + name, new Handler());
    } catch (IOException e) {
      return null;
    }
  }

  private static String path(String name) {
    return name.endsWith(".class") ? name + SUFFIX : name;
  }

  /** Lets go of the jar file. */
  @Override
  public void close() throws IOException {
    jar.close();
  }

  private final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          InputStream in = getResourceAsStream(url.getPath());
          if (in == null) {
            throw new IOException("no " + url.getPath() + " in the agent jar");
          }
          return in;
        }
      };
    }
  }
}
