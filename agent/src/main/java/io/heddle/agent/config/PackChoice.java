package io.heddle.agent.config;

import java.util.List;

/**
 * The choice of the packs that may weave.
 *
 * @param auto true: every pack whose library the application loads
 * @param names if not auto: these packs only
 */
public record PackChoice(boolean auto, List<String> names) {
  /** The choice of every pack whose library the application loads. */
  public static final PackChoice AUTO = new PackChoice(true, List.of());

  /** Copies the names. */
  public PackChoice {
    names = List.copyOf(names);
  }

  /** Returns true if the pack of this name may weave. */
  public boolean wants(String pack) {
    return auto || names.contains(pack);
  }
}
