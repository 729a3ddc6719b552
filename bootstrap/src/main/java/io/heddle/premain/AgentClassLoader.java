package io.heddle.premain;

import io.heddle.premain.archive.ClassBundle;
import io.heddle.premain.archive.JarPaths;
import io.heddle.premain.archive.LibraryArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of Heddle's own classes: child-first over heddle/start, heddle/lib and
 * heddle/inst in the agent jar, where no other loader finds a class. The parent is the platform
 * loader (for the command line the system loader). Parallel capable, so that two threads that load
 * classes cannot lock each other out.
 */
public final class AgentClassLoader extends ClassLoader implements AutoCloseable, BooleanSupplier {
  private static final String SHADED = "io.heddle.shaded.";
  private static final String SHADED_PATH = "io/heddle/shaded/";

  // the part of JNA that loads native code: JDK 25 prints warnings unless it may
  private static final String JNA = "com.sun.jna.";
  private static final Set<String> NATIVE =
      Set.of("com.sun.jna", "com.sun.jna.internal", "com.sun.jna.ptr", "com.sun.jna.win32");

  // Byte Buddy does without it where it is missing; where it finds it, 25 prints warnings on the
  // application's stderr
  private static final String HIDDEN = "sun.misc.Unsafe";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  // created when a class is needed that no start needs
  private volatile @Nullable LibraryArchive libraries;
  private boolean nativeNamed;
  private volatile boolean closed;
  private volatile boolean changed;

  /** Creates a loader that takes over the open jar. */
  AgentClassLoader(JarFile jar, ClassLoader parent) {
    super("heddle", parent);
    this.jar = jar;
  }

  /**
   * Defines the classes that every start loads, at once: requested one by one, by the JVM, they
   * take 15 ms more.
   */
  void defineStart() throws IOException {
    defineAll(ClassBundle.read(jar, JarPaths.START));
  }

  private void defineAll(ClassBundle classes) {
    for (int i = 0; i < classes.size(); i++) {
      try {
        // some of Heddle's own in the bundle of a library: an error takes longer than to ask
        if (isNew(classes.name(i))) {
          JdkInternals.define(classes, i, this);
        }
      } catch (LinkageError e) {
        // defined already, or not to be defined: code that needs it gets the error
      }
    }
  }

  private boolean isNew(String internalName) {
    return internalName.startsWith(SHADED_PATH)
        || findLoadedClass(internalName.replace('/', '.')) == null;
  }

  JarFile jar() {
    return jar;
  }

  /**
   * Returns true if the jar was overwritten while it is in use: what is not loaded by now never
   * will be. For the log of the agent, which can name this class by no other type.
   */
  @Override
  public boolean getAsBoolean() {
    return changed;
  }

  /** Returns whether the jar still is what it was; checks its largest entry. */
  boolean isIntact() {
    try {
      ZipEntry entry = jar.getEntry(JarPaths.OWN_LIBRARY);
      if (!changed && entry != null) {
        ClassBundle.whole(jar, entry);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      unreadable();
    }
    return !changed;
  }

  /**
   * Reports once that the jar was changed; nothing is read of it any more, since it may be that of
   * another version.
   */
  private synchronized void unreadable() {
    if (!changed && !closed) {
      changed = true;
      System.err.println(
          "heddle: the agent jar was changed while this JVM runs, and what was not loaded of it is"
              + " off; restart the JVM with the new one: "
              + jar.getName());
    }
  }

  private LibraryArchive libraries() {
    LibraryArchive known = libraries;
    if (known == null) {
      known = new LibraryArchive(jar);
      libraries = known;
    }
    return known;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(SHADED)) {
      defineFirst(name);
    } else if (name.startsWith(JNA)) {
      nameNative();
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null && name.equals(HIDDEN)) {
        throw new ClassNotFoundException(name);
      }
      if (loaded == null) {
        loaded = LibraryArchive.ownClass(name) ? findOwn(name) : null;
      }
      return loaded != null ? loaded : super.loadClass(name, resolve);
    }
  }

  private synchronized void nameNative() {
    if (!nativeNamed) {
      nativeNamed = true;
      JdkInternals.nameNative(this, "io.heddle.jna", NATIVE);
    }
  }

  /**
   * Defines the first classes of a library. Not under the lock of a class: the parents of all these
   * take theirs.
   */
  private void defineFirst(String name) throws ClassNotFoundException {
    ClassBundle first;
    try {
      first = changed ? null : libraries().first(path(name));
    } catch (IOException | RuntimeException | LinkageError e) {
      unreadable();
      throw new ClassNotFoundException(name, e);
    }
    if (first != null) {
      defineAll(first);
    }
  }

  private static String path(String className) {
    return className.replace('.', '/') + JarPaths.CLASS_SUFFIX;
  }

  private @Nullable Class<?> findOwn(String name) throws ClassNotFoundException {
    try {
      byte[] bytes = bytes(path(name));
      return bytes == null ? null : defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    } catch (LinkageError e) {
      // another thread defined it with all of its library, without the lock of this class
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      throw e;
    }
  }

  private byte @Nullable [] bytes(String path) throws IOException {
    if (changed || closed) {
      throw new IOException("the agent jar cannot be read any more");
    }
    try {
      ZipEntry entry = jar.getEntry(JarPaths.FILES + path);
      return entry == null ? libraries().bytes(path) : ClassBundle.whole(jar, entry);
    } catch (IOException | RuntimeException | LinkageError e) {
      unreadable();
      throw new IOException("the agent jar cannot be read", e);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    try {
      byte[] bytes = bytes(resource(name));
      return bytes == null ? null : new ByteArrayInputStream(bytes);
    } catch (IOException e) {
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
    if (changed || closed) {
      return null;
    }
    try {
      String path = resource(name);
      if (jar.getEntry(JarPaths.FILES + path) == null && !libraries().has(path)) {
        return null;
      }
      return Handler.url(this, name);
    } catch (IOException | RuntimeException | LinkageError e) {
      unreadable();
      return null;
    }
  }

  private static String resource(String name) {
    return name.endsWith(".class") ? name + "data" : name;
  }

  /** Closes the jar file. */
  @Override
  public void close() throws IOException {
    closed = true;
    jar.close();
  }

  /**
   * A handler for URLs of the jar. Not the JDK's for jar: URLs, which would keep the file open
   * after a detach.
   */
  private static final class Handler extends URLStreamHandler {
    private final AgentClassLoader loader;

    private Handler(AgentClassLoader loader) {
      this.loader = loader;
    }

    // here, so that to verify the loader's code at a start does not load this class
    static URL url(AgentClassLoader loader, String name) throws IOException {
      return new URL(null, "heddle:" + name, new Handler(loader));
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          InputStream in = loader.getResourceAsStream(url.getPath());
          if (in == null) {
            throw new IOException("no " + url.getPath() + " in the agent jar");
          }
          return in;
        }
      };
    }
  }
}
