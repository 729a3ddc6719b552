package io.heddle.probe;

import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the labels of a call and finds the cells that count it. */
final class CallLabels {
  private CallLabels() {}

  /**
   * Returns the cells of this call's labels. Called while suppressed: what it asks may be woven.
   */
  static Cells cells(Probe probe, Call call) {
    Series constant = ProbeBridge.series(probe);
    if (constant != null) {
      return constant.begin();
    }
    RunFamily family = probe.family();
    if (family == null) {
      throw new IllegalStateException("a probe without a family has no cells");
    }
    List<String> values = new ArrayList<>(probe.labels().size());
    for (Value label : probe.labels()) {
      values.add(read(probe, label, call));
    }
    return probe.rule().series(family, values).begin();
  }

  private static String read(Probe probe, Value label, Call call) {
    boolean asks = label.root() != Value.Root.CONSTANT;
    if (asks && probe.rule().isUnlabeled()) {
      return Value.ERROR;
    }
    try {
      String text = label.label(call, probe.rule().labelLength());
      if (asks) {
        probe.rule().worked();
      }
      return text;
    } catch (Throwable e) {
      probe.rule().failedLabel(e);
      probe.keep(e);
      return Value.ERROR;
    }
  }

  /** Returns the label that starts with this receiver or argument. Called while suppressed. */
  static String read(Probe probe, @Nullable Value label, @Nullable Object start) {
    if (label == null) {
      throw new IllegalStateException("a probe whose labels are constant");
    }
    if (probe.rule().isUnlabeled()) {
      return Value.ERROR;
    }
    try {
      String text = label.labelFrom(start, probe.rule().labelLength());
      probe.rule().worked();
      return text;
    } catch (Throwable e) {
      probe.rule().failedLabel(e);
      probe.keep(e);
      return Value.ERROR;
    }
  }
}
