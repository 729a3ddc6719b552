package io.heddle.premain.archive;

/**
 * The paths of the entries of the agent jar. All are constants that the compiler copies, so that no
 * start loads this class.
 */
public final class JarPaths {
  /** The bundle of the boot classes. */
  public static final String BOOT_CLASSES = "heddle/boot/classes";

  /** The hash of the classes that no JVM unloads, as text. */
  public static final String BOOT_HASH = "heddle/boot/hash";

  /** The bundle of the classes that every start loads. */
  public static final String START = "heddle/start";

  /** The folder of bundles, one a library: the classes that any use of the library needs. */
  public static final String FIRST = "heddle/first/";

  /** The folder of libraries, each with its index beside it. */
  public static final String LIBRARIES = "heddle/lib/";

  /** The largest library, which holds Heddle's own classes. */
  public static final String OWN_LIBRARY = LIBRARIES + "heddle";

  /** The folder of all other files. */
  public static final String FILES = "heddle/inst/";

  /** The suffix of the index of a library. */
  public static final String INDEX_SUFFIX = ".index";

  /** The suffix of a class in libraries and {@link #FILES}, which no other loader looks for. */
  public static final String CLASS_SUFFIX = ".classdata";

  private JarPaths() {}
}
