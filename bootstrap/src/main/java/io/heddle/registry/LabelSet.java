package io.heddle.registry;

import java.util.ArrayList;
import java.util.List;

/**
 * Label names and their values, in the same order. The registry hands out the same instance at
 * every scrape, so that a writer may keep what it derived from one by identity.
 *
 * @param names names, never null
 * @param values one value for each name
 */
public record LabelSet(List<String> names, List<String> values) {
  /** No label at all. */
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

  /** These labels and one more, as a new set. */
  public LabelSet with(String name, String value) {
    List<String> moreNames = new ArrayList<>(names);
    List<String> moreValues = new ArrayList<>(values);
    moreNames.add(name);
    moreValues.add(value);
    return new LabelSet(moreNames, moreValues);
  }
}
