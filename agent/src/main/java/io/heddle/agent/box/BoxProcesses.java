package io.heddle.agent.box;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The boxes whose processes are known, and which of these have ended. Thread-safe. */
final class BoxProcesses {
  private final Set<Box> boxes = ConcurrentHashMap.newKeySet();

  /** Its process is known now. */
  void add(Box box) {
    box.processGone(false);
    boxes.add(box);
  }

  /** Its process has ended before anybody could look at it. */
  void gone(Box box) {
    box.processGone(true);
    boxes.add(box);
  }

  /**
   * Looks at the processes, and returns the boxes that run and whose process has ended. One that is
   * being created may get another process.
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
