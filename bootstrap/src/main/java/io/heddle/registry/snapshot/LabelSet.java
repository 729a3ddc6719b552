package io.heddle.registry.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * Label names and their values, in the same order. The registry hands out the same instance at
 * every scrape.
 *
 * @param names names, never null
 * @param values one value for each name, as {@link LabelText} makes them
 */
public record LabelSet(List<String> names, List<String> values) {
  /** The set without labels. */
  public static final LabelSet EMPTY = new LabelSet(List.of(), List.of());

  /**
   * Copies both lists.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public LabelSet {
    names = List.copyOf(names);
    values = List.copyOf(values);
    if (names.size() != values.size()) {
      throw new IllegalArgumentException(
          names.size() + " label names but " + values.size() + " values");
    }
  }

  /** Returns labels with unchecked values: characters that no format can carry are repaired. */
  public static LabelSet of(List<String> names, List<String> values) {
    return new LabelSet(names, LabelText.wellFormed(values));
  }

  /** Returns names and one more. */
  public static List<String> more(List<String> names, String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return List.copyOf(more);
  }

  /**
   * Returns a new set of these labels and one more, whose value is repaired.
   *
   * @param moreNames of {@link #more}, so that many label sets share one list
   */
  public LabelSet with(List<String> moreNames, String value) {
    String[] moreValues = values.toArray(new String[moreNames.size()]);
    moreValues[values.size()] = LabelText.wellFormed(value);
    return new LabelSet(moreNames, List.of(moreValues));
  }

  /** Returns how many of these values differ from those before the repair. */
  public int repaired(List<String> before) {
    int repaired = 0;
    for (int i = 0; i < values.size(); i++) {
      repaired += values.get(i).equals(before.get(i)) ? 0 : 1;
    }
    return repaired;
  }

  /** Returns the number of characters of all values. */
  public int length() {
    int length = 0;
    for (int i = 0; i < values.size(); i++) {
      length += values.get(i).length();
    }
    return length;
  }
}
