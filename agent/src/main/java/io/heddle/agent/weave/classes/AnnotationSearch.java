package io.heddle.agent.weave.classes;

import java.nio.charset.StandardCharsets;

/**
 * A search for annotations in a class file, which must hold the descriptor of each that it bears.
 * The file is a text of one byte a character, in which the JVM searches many bytes at a time; most
 * files bear none, and are searched once however many annotations rules ask for. Immutable.
 */
public final class AnnotationSearch {
  // of RuntimeVisibleAnnotations and RuntimeInvisibleAnnotations (JVMS 4.7.16, 4.7.17)
  private static final String ATTRIBUTE = "isibleAnnotations";

  private final String text;

  /** Creates a search in a class file. */
  public AnnotationSearch(byte[] file) {
    String whole = new String(file, StandardCharsets.ISO_8859_1);
    this.text = whole.contains(ATTRIBUTE) ? whole : "";
  }

  /**
   * Returns true if a class may bear an annotation.
   *
   * @param descriptor as {@link #descriptor} returns it
   */
  public boolean finds(String descriptor) {
    return text.contains(descriptor);
  }

  /** Returns the text to search for: the descriptor in UTF-8, one byte a character. */
  public static String descriptor(String annotation) {
    byte[] utf8 = ("L" + annotation.replace('.', '/') + ";").getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.ISO_8859_1);
  }
}
