package io.heddle.agent.weave;

/** Defines one class itself, which the loader of the tests has too. */
final class OwnClassLoader extends ClassLoader {
  private final String own;
  private final byte[] bytes;

  OwnClassLoader(String own, byte[] bytes) {
    super(OwnClassLoader.class.getClassLoader());
    this.own = own;
    this.bytes = bytes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> known = findLoadedClass(name);
    if (known != null || !name.equals(own)) {
      return known != null ? known : super.loadClass(name, resolve);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
