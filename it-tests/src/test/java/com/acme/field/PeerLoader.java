package com.acme.field;

import java.util.Map;
import java.util.TreeMap;

/** Defines one class, and gets all others from loaders beside it, as Groovy's loaders do. */
final class PeerLoader extends ClassLoader {
  private final Map<String, Class<?>> peers;

  private PeerLoader(ClassLoader parent, Map<String, Class<?>> peers) {
    super(parent);
    this.peers = peers;
  }

  /** Defines each of the classes in a loader of its own, parents first. */
  static Map<String, Class<?>> define(Map<String, byte[]> classes, String... order) {
    Map<String, Class<?>> made = new TreeMap<>();
    for (String name : order) {
      PeerLoader loader = new PeerLoader(PeerLoader.class.getClassLoader(), made);
      byte[] bytes = classes.get(name);
      made.put(name, loader.defineClass(name, bytes, 0, bytes.length));
    }
    return made;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> peer = peers.get(name);
    if (peer == null) {
      throw new ClassNotFoundException(name);
    }
    return peer;
  }
}
