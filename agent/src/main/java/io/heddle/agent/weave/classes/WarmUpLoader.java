package io.heddle.agent.weave.classes;

/** Defines the woven {@link WarmUpClass}, and is garbage when its method has run. */
public final class WarmUpLoader extends ClassLoader {
  /** Creates a loader that has defined nothing yet. */
  public WarmUpLoader(ClassLoader parent) {
    super(parent);
  }

  /**
   * Runs the woven method once. The first call links the dynamic constant that holds its probe,
   * which takes 11 ms; later classes find the method handles that were made for it.
   */
  public void run(String name, byte[] woven) throws ReflectiveOperationException {
    Class<?> defined = defineClass(name, woven, 0, woven.length);
    ((Runnable) defined.getConstructor().newInstance()).run();
  }
}
