package io.heddle.agent.container;

import io.heddle.agent.box.Box;
import io.heddle.agent.box.Boxes;
import io.heddle.registry.InFlightRun;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the box of each container that runs, and of each program that runs in one. */
final class RunBoxes {
  private RunBoxes() {}

  /** Returns the box that a container is; null for a program, and if it is not known. */
  static @Nullable Box own(ContainerRun run, Boxes boxes) {
    Box box = run.container() == null ? boxes.find(run.id()) : null;
    return box == null || !box.id().equals(run.id()) ? null : box;
  }

  /** Returns the boxes by the runs in flight. */
  static Map<InFlightRun, Box> of(Collection<ContainerRun> all, Boxes boxes) {
    Map<InFlightRun, Box> found = new HashMap<>();
    for (ContainerRun run : all) {
      InFlightRun open = run.run();
      String container = run.container();
      Box box = open == null ? null : boxes.find(container == null ? run.id() : container);
      if (open != null && box != null) {
        found.put(open, box);
      }
    }
    return found;
  }
}
