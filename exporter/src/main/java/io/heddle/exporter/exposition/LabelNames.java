package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.LabelSet;
import io.prometheus.metrics.model.snapshots.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The label names of one or many label sets, encoded once: in the order in which client_java writes
 * them, under the names that it gives them, and refused where it refuses them. Immutable.
 */
final class LabelNames {
  private final @Nullable String refusal;
  private final List<String> names = new ArrayList<>();
  private final int[] indexes;
  private final byte[][] text;

  private LabelNames(List<String> wanted) {
    List<String> places = new ArrayList<>(wanted.size());
    for (int i = 0; i < wanted.size(); i++) {
      places.add(Integer.toString(i));
    }
    Labels sorted = Labels.EMPTY;
    String why = null;
    try {
      sorted = Labels.of(wanted, places);
    } catch (IllegalArgumentException e) {
      why = String.valueOf(e.getMessage());
    }
    this.refusal = why;
    this.indexes = new int[sorted.size()];
    this.text = new byte[sorted.size()][];
    for (int i = 0; i < indexes.length; i++) {
      String name = sorted.getPrometheusName(i);
      names.add(name);
      indexes[i] = Integer.parseInt(sorted.getValue(i));
      text[i] = ((i == 0 ? "{" : "\",") + name + "=\"").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Returns why client_java refuses these names; null if it does not. */
  @Nullable String refusal() {
    return refusal;
  }

  int size() {
    return indexes.length;
  }

  /** Returns a name by its place in the order of writing. */
  String name(int place) {
    return names.get(place);
  }

  /** Returns the value of the label at this place in the order of writing. */
  String value(int place, LabelSet labels) {
    return labels.values().get(indexes[place]);
  }

  /** Appends the labels as texts have them, without what follows the last value. */
  void appendTo(EncodedBytes into, LabelSet labels) {
    for (int i = 0; i < indexes.length; i++) {
      into.put(text[i]).quoted(value(i, labels));
    }
  }

  /** Compares label sets by their names and then by their values, as client_java does. */
  static int compare(LabelNames one, LabelSet first, LabelNames other, LabelSet second) {
    int order = one == other ? 0 : compareNames(one.names, other.names);
    for (int i = 0; order == 0 && i < one.indexes.length; i++) {
      order = one.value(i, first).compareTo(other.value(i, second));
    }
    return order;
  }

  private static int compareNames(List<String> first, List<String> second) {
    int common = Math.min(first.size(), second.size());
    for (int i = 0; i < common; i++) {
      int order = first.get(i).compareTo(second.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(first.size(), second.size());
  }

  /** The label names of one scrape. Not thread-safe. */
  static final class Cache {
    private final Map<List<String>, LabelNames> known = new HashMap<>();
    private List<String> lastWanted = List.of();
    private LabelNames last = new LabelNames(lastWanted);

    /** Returns the names of a label set; most label sets of a metric share one list of them. */
    @SuppressWarnings("ReferenceEquality") // else the list is looked up
    LabelNames of(LabelSet labels) {
      List<String> wanted = labels.names();
      if (wanted != lastWanted) {
        last = known.computeIfAbsent(wanted, LabelNames::new);
        lastWanted = wanted;
      }
      return last;
    }
  }
}
