package io.heddle.agent.container;

/** Shortens the name of an image to a label with few values, for all registries and versions. */
final class ImageName {
  private static final String LIBRARY = "library/";

  private ImageName() {}

  /**
   * Returns the name without registry, tag, digest, and {@code library/}, the owner that Docker's
   * own registry gives to images that have no other.
   *
   * @param length maximum number of characters
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
