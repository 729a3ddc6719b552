package io.heddle.agent.rule;

import java.util.List;

/**
 * How a call on another thread is known to be part of a run.
 *
 * @param name of the runs that are looked among; rules of any pack may share it
 * @param known what a run is known by
 * @param part what a call that is part of a run was given of it; empty: the rule's calls are none
 */
public record LinkSpec(String name, List<ValueSpec> known, List<ValueSpec> part) {
  /** Copies the lists. */
  public LinkSpec {
    known = List.copyOf(known);
    part = List.copyOf(part);
  }
}
