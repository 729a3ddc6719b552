package io.heddle.agent.rule;

import java.util.List;

/**
 * The link by which a call on another thread is found to be part of a run.
 *
 * @param name name of the set of runs that is searched; rules of any pack may share it
 * @param known values that a run is known by
 * @param part values that a call got from the run it is part of; empty: no call of the rule is part
 */
public record LinkSpec(String name, List<ValueSpec> known, List<ValueSpec> part) {
  /** Copies the lists. */
  public LinkSpec {
    known = List.copyOf(known);
    part = List.copyOf(part);
  }
}
