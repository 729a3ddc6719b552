package com.acme.field;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Defines classes of which there are no files, each when the JVM asks for it: a child before its
 * parents.
 */
class MemoryLoader extends ClassLoader {
  private final Map<String, byte[]> classes;
  private final boolean encrypted;

  /**
   * @param encrypted true if it gives class files that nobody else can read
   */
  MemoryLoader(ClassLoader parent, Map<String, byte[]> classes, boolean encrypted) {
    super(parent);
    this.classes = new TreeMap<>(classes);
    this.encrypted = encrypted;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public InputStream getResourceAsStream(String path) {
    String name = path.replace(".class", "").replace('/', '.');
    byte[] bytes = classes.get(name);
    return encrypted && bytes != null
        ? new ByteArrayInputStream(crossed(bytes))
        : super.getResourceAsStream(path);
  }

  private static byte[] crossed(byte[] bytes) {
    byte[] crossed = bytes.clone();
    for (int i = 0; i < crossed.length; i++) {
      crossed[i] ^= 0x55;
    }
    return crossed;
  }
}
