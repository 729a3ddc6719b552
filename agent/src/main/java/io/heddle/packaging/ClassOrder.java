package io.heddle.packaging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Chosen classes of a jar, each behind its super class and interfaces: a bundle is defined from its
 * first class to its last. The order is the same every time.
 */
final class ClassOrder {
  private static final String SUFFIX = ".class";

  private final Map<String, byte[]> files;
  private final Map<String, byte[]> ordered = new LinkedHashMap<>();

  private ClassOrder(Map<String, byte[]> files) {
    this.files = files;
  }

  /**
   * Returns the bytes of classes by their names, with slashes and without suffix.
   *
   * @param files all files of the jar by path
   * @param wanted decides by the name
   */
  static Map<String, byte[]> of(Map<String, byte[]> files, Predicate<String> wanted) {
    Map<String, byte[]> chosen = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String path = file.getKey();
      if (path.endsWith(SUFFIX)) {
        String name = path.substring(0, path.length() - SUFFIX.length());
        if (wanted.test(name)) {
          chosen.put(name, file.getValue());
        }
      }
    }
    ClassOrder order = new ClassOrder(chosen);
    chosen.keySet().forEach(order::place);
    return order.ordered;
  }

  private void place(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null || ordered.containsKey(name)) {
      return;
    }
    ClassReader reader = new ClassReader(bytes);
    String superName = reader.getSuperName();
    if (superName != null) {
      place(superName);
    }
    for (String parent : reader.getInterfaces()) {
      place(parent);
    }
    ordered.put(name, bytes);
  }
}
