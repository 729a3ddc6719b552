package io.heddle.agent.container;

/** The name of an image as a label: few values, whatever is deployed from wherever. */
final class ImageName {
  private static final String LIBRARY = "library/";

  private ImageName() {}

  /**
   * Without registry, tag and digest; {@code library/} is what Docker's own registry calls images
   * that have no other owner.
   *
   * @param length most characters
   */
  static String of(String reference, int length) {
    String name = reference;
    int digest = name.indexOf('@');
    if (digest >= 0) {
      name = name.substring(0, digest);
    }
    int tag = name.lastIndexOf(':');
    if (tag > name.lastIndexOf('/')) {
      name = name.substring(0, tag);
    }
    int slash = name.indexOf('/');
    if (slash > 0 && isRegistry(name.substring(0, slash))) {
      name = name.substring(slash + 1);
    }
    name = name.startsWith(LIBRARY) ? name.substring(LIBRARY.length()) : name;
    return name.isEmpty()
        ? ContainerRun.UNKNOWN
        : name.substring(0, Math.min(name.length(), length));
  }

  private static boolean isRegistry(String first) {
    return first.equals("localhost") || first.indexOf('.') >= 0 || first.indexOf(':') >= 0;
  }
}
