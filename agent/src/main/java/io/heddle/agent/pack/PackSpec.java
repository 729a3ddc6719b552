package io.heddle.agent.pack;

import io.heddle.agent.rule.RuleSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pack: rules for one library, shipped with Heddle. Immutable.
 *
 * @param name unique among packs
 * @param library the library, in words
 * @param versions the versions that it covers, in words
 * @param counts what a run is, in words
 * @param labels what its labels hold, in words; may be empty
 * @param trigger class whose first load wakes the whole pack; null: the types of its rules do
 * @param wake classes or globs whose load wakes the pack, besides the types of its rules
 * @param rules at least one
 */
public record PackSpec(
    String name,
    String library,
    String versions,
    String counts,
    List<String> labels,
    @Nullable String trigger,
    List<String> wake,
    List<RuleSpec> rules) {
  /** Copies the lists. */
  public PackSpec {
    labels = List.copyOf(labels);
    wake = List.copyOf(wake);
    rules = List.copyOf(rules);
  }
}
