package io.heddle.agent.box;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tracks the boxes whose processes are known or have ended. Thread-safe. */
final class BoxProcesses {
  private final Set<Box> boxes = ConcurrentHashMap.newKeySet();

  /** Adds a box whose process is known now. */
  void add(Box box) {
    box.processGone(false);
    boxes.add(box);
  }

  /** Adds a box whose process ended before it could be read. */
  void gone(Box box) {
    box.processGone(true);
    boxes.add(box);
  }

  /**
   * Checks the processes, and returns the boxes that run and whose process has ended. A box that is
   * being created is not returned: it may get another process.
   */
  List<Box> ended() {
    List<Box> ended = new ArrayList<>();
    for (Iterator<Box> all = boxes.iterator(); all.hasNext(); ) {
      Box box = all.next();
      BoxProcess process = box.process();
      if (process != null && process.isGone()) {
        box.processGone(true);
        box.process(null);
      }
      if (!box.isLive()) {
        all.remove();
      } else if (box.isProcessGone() && box.state() == Box.State.RUNNING) {
        ended.add(box);
      }
    }
    return ended;
  }

  void clear() {
    boxes.clear();
  }
}
