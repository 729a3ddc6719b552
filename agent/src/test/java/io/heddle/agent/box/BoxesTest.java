package io.heddle.agent.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.RegistryValues;
import io.heddle.agent.process.ProcessListener;
import io.heddle.exporter.report.BoxFigures;
import io.heddle.registry.Registry;
import io.heddle.registry.StageFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BoxesTest {
  private static final int SHOWN = 3;
  private static final long MS = 1_000_000;
  private static final String LONG_ID = "0123456789abcdef0123456789abcdef";

  private final AtomicLong now = new AtomicLong(1);
  private final List<Box> up = new ArrayList<>();
  private final Registry registry = new Registry("heddle", 100, 1 << 20);
  private final Boxes boxes = new Boxes(registry, SHOWN, now::get, ProcessListener.NONE, up::add);
  private final RegistryValues metrics = new RegistryValues(registry);

  private void counts(int created, int failed, int stopped, int running) {
    assertThat(
            List.of(
                metrics.value("heddle_boxes_created_total", "vm"),
                metrics.value("heddle_boxes_failed_total", "vm"),
                metrics.value("heddle_boxes_stopped_total", "vm"),
                metrics.value("heddle_boxes_running", "vm")))
        .containsExactly((double) created, (double) failed, (double) stopped, (double) running);
  }

  private Box running(@Nullable Object key) {
    Box box = boxes.create("vm", key);
    boxes.up(box);
    return box;
  }

  private List<String> ids() {
    return boxes.list().stream().map(Box::id).toList();
  }

  private void pass(long amount, TimeUnit unit) {
    now.addAndGet(unit.toNanos(amount));
  }

  @Test
  @Tag("B1")
  void shouldGiveEachBoxFiguresOfItsOwn() {
    Box first = running("first");
    Box second = running("second");
    first.command(true);
    first.sent(5);
    assertThat(boxes.find("first")).isSameAs(first);
    assertThat(boxes.find("second")).isSameAs(second);
    assertThat(List.of(first.commands(), first.errors(), first.sent(), first.received()))
        .containsExactly(1L, 1L, 5L, 0L);
    assertThat(List.of(second.commands(), second.errors(), second.sent(), second.received()))
        .containsOnly(0L);
  }

  @Test
  @Tag("B6")
  void shouldTimeTheCreationUntilTheBoxIsUpAndSetItOnce() {
    Box box = boxes.create("vm", null);
    assertThat(box.createNanos()).isEqualTo(Box.UNKNOWN);
    pass(2039, TimeUnit.MILLISECONDS);
    boxes.up(box);
    pass(1, TimeUnit.SECONDS);
    boxes.up(box);
    assertThat(box.created(7)).isFalse();
    assertThat(box.createNanos()).isEqualTo(2039 * MS);
    assertThat(metrics.seconds("heddle_stage_duration_seconds", "box", "unattributed"))
        .isEqualTo(2.039);
    assertThat(up).containsExactly(box);
  }

  @Test
  @Tag("B-D1")
  void shouldIgnoreAndCountWhatIsSetASecondTimeOrTooLate() {
    Box box = boxes.create("vm", null);
    StageFrame creation = boxes.stages().enter(box.times(), now.get());
    assertThat(boxes.enclosing()).isSameAs(box);
    boxes.stages().record(box.times(), "image_prepare", 3 * MS);
    boxes.stages().record(box.times(), "image_prepare", 9 * MS);
    boxes.stages().leave(creation);
    assertThat(boxes.enclosing()).isNull();
    boxes.up(box);
    boxes.stages().record(box.times(), "box_spawn", MS);
    assertThat(box.times().all())
        .containsEntry("image_prepare", 3 * MS)
        .doesNotContainKey("box_spawn");
    assertThat(metrics.value("heddle_self_ignored_stages_total")).isEqualTo(2);
  }

  @Test
  @Tag("B-D8")
  void shouldKeepTheCountersOfABoxThatRestartsByItsKey() {
    Box first = running("a");
    first.name("alpine");
    first.command(true);
    first.received(7);
    boxes.end(first);
    Box again = boxes.create("vm", "a");
    assertThat(again.createNanos()).isEqualTo(Box.UNKNOWN);
    pass(5, TimeUnit.MILLISECONDS);
    boxes.up(again);
    again.command(false);
    assertThat(List.of(again.commands(), again.errors(), again.received()))
        .containsExactly(2L, 1L, 7L);
    assertThat(again.name()).isEqualTo("alpine");
    assertThat(again.createNanos()).isEqualTo(5 * MS);
    assertThat(ids()).containsExactly("a");
    counts(2, 0, 1, 1);
  }

  @Test
  @Tag("B-D11")
  void shouldLeaveThreeRunningWhenTwoOfFiveHaveStopped() {
    List<Box> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(running(null));
    }
    boxes.end(made.get(0));
    boxes.end(made.get(3));
    boxes.end(made.get(3)); // it is told twice
    counts(5, 0, 2, 3);
  }

  @Test
  @Tag("B-D11")
  void shouldLeaveRunningAsItWasWhenACreationFails() {
    running(null);
    Box failing = boxes.create("vm", "f");
    counts(2, 0, 0, 1);
    boxes.failed(failing);
    boxes.failed(failing);
    boxes.up(failing);
    boxes.end(failing);
    counts(2, 1, 0, 1);
    assertThat(failing.state()).isEqualTo(Box.State.FAILED);
    assertThat(failing.createNanos()).isEqualTo(Box.UNKNOWN);
    boxes.up(boxes.create("vm", "f"));
    counts(3, 1, 0, 2);
  }

  @Test
  @Tag("B-D11")
  void shouldCountWhatRunsInSpiteOfRestarts() {
    running("other");
    for (int i = 0; i < 3; i++) {
      boxes.end(running("restarted"));
    }
    counts(4, 0, 3, 1);
    Box once = boxes.find("restarted");
    assertThat(once).isNotNull();
    boxes.restarted(Objects.requireNonNull(once));
    boxes.restarted(once);
    counts(4, 0, 3, 2);
  }

  @Test
  @Tag("B-D11")
  void shouldNeverRunWhatEndsWhileItIsCreated() {
    Box box = boxes.create("vm", null);
    boxes.end(box);
    boxes.up(box);
    boxes.failed(box);
    counts(1, 0, 1, 0);
    assertThat(up).isEmpty();
    assertThat(box.createNanos()).isEqualTo(Box.UNKNOWN);
  }

  @Test
  @Tag("B-D11")
  void shouldReplaceABoxThatRunsOnlyWhenTheNextIsUp() {
    Box first = running("a");
    Box vain = boxes.create("vm", "a");
    boxes.failed(vain); // it runs already
    assertThat(boxes.find("a")).isSameAs(first);
    counts(2, 1, 0, 1);
    Box second = boxes.create("vm", "a");
    boxes.addKey(second, "a");
    boxes.up(second);
    assertThat(boxes.find("a")).isSameAs(second);
    assertThat(first.state()).isEqualTo(Box.State.STOPPED);
    boxes.end(second);
    counts(3, 1, 2, 0);
  }

  @Test
  @Tag("B-D12")
  void shouldMoveEachMetricOfBoxes() {
    assertThat(metrics.names()).isEmpty();
    Box box = running("a");
    boxes.stages().record(box.times(), "late", 1);
    boxes.end(box);
    boxes.failed(boxes.create("vm", "b"));
    assertThat(metrics.names())
        .containsExactlyInAnyOrder(
            "heddle_boxes_created_total",
            "heddle_boxes_failed_total",
            "heddle_boxes_stopped_total",
            "heddle_boxes_running",
            "heddle_self_ignored_stages_total",
            "heddle_stage_duration_seconds");
  }

  @Test
  void shouldMeetWhatRunsAlreadyAndWhatHasStopped() {
    Object key = new Object();
    Box met = boxes.getOrCreate("vm", key);
    assertThat(met.createNanos()).isEqualTo(Box.UNKNOWN);
    assertThat(boxes.getOrCreate("vm", key)).isSameAs(met);
    counts(0, 0, 0, 1);
    boxes.end(met);
    assertThat(boxes.getOrCreate("vm", key)).isSameAs(met);
    assertThat(met.state()).isEqualTo(Box.State.STOPPED);
    counts(0, 0, 1, 0);
  }

  @Test
  void shouldMakeOneBoxOfAnObjectThatManyMeetAtOnce() throws Exception {
    int rounds = 3_000;
    int threads = 4;
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      keys.add(new Object());
    }
    CyclicBarrier together = new CyclicBarrier(threads);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(() -> meetAll(together, keys));
      workers.add(worker);
      worker.start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    counts(0, 0, 0, rounds);
    for (Object key : keys) {
      assertThat(boxes.getOrCreate("vm", key).commands()).isEqualTo(threads);
    }
  }

  private void meetAll(CyclicBarrier together, List<Object> keys) {
    try {
      together.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
    for (Object key : keys) {
      boxes.getOrCreate("vm", key).command(false);
    }
  }

  @Test
  void shouldListTheNewestOfThoseThatLiveAndThoseThatEndedLast() {
    for (int i = 0; i < 5; i++) {
      running("live" + i);
    }
    assertThat(ids()).containsExactly("live2", "live3", "live4");
    for (int i = 0; i < 4; i++) {
      boxes.end(running("ended" + i));
    }
    assertThat(ids()).containsExactly("live2", "live3", "live4", "ended1", "ended2", "ended3");
    assertThat(boxes.find("ended0")).isNull();
    assertThat(boxes.find("live0")).isNotNull();
    counts(9, 0, 4, 5);
  }

  @Test
  void shouldForgetWhatEndedAnHourAgo() {
    boxes.end(running("a"));
    pass(30, TimeUnit.MINUTES);
    boxes.end(running("b"));
    pass(30, TimeUnit.MINUTES);
    assertThat(ids()).containsExactly("a", "b");
    pass(1, TimeUnit.NANOSECONDS);
    assertThat(ids()).containsExactly("b");
    assertThat(boxes.find("a")).isNull();
    pass(30, TimeUnit.MINUTES);
    registry.snapshot(); // a scrape forgets too
    assertThat(boxes.find("b")).isNull();
    counts(2, 0, 2, 0);
  }

  @Test
  void shouldEndTheBoxOfAnObjectThatIsGone() throws Exception {
    Box box = runningByAnObject();
    counts(1, 0, 0, 1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (box.isLive() && System.nanoTime() < deadline) {
      System.gc();
      registry.snapshot();
      Thread.sleep(5);
    }
    assertThat(box.state()).isEqualTo(Box.State.STOPPED);
    counts(1, 0, 1, 0);
  }

  /** In a method of its own: no local variable of the test holds the object. */
  private Box runningByAnObject() {
    Object key = new Object();
    Box box = running(key);
    assertThat(boxes.find(key)).isSameAs(box);
    return box;
  }

  @Test
  void shouldTellObjectsApartThatCallThemselvesEqual() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    assertThat(boxes.getOrCreate("vm", first)).isNotSameAs(boxes.getOrCreate("vm", second));
  }

  @Test
  void shouldFindByTheBeginningOfALongId() {
    Box box = running(LONG_ID);
    assertThat(boxes.byId(LONG_ID)).isSameAs(box);
    assertThat(boxes.byId(LONG_ID.substring(0, 24))).isSameAs(box);
    assertThat(boxes.byId(LONG_ID.substring(0, 12))).isSameAs(box);
    assertThat(boxes.byId(LONG_ID.substring(0, 11))).isNull();
    assertThat(boxes.byId(LONG_ID + "0")).isNull();
    // a whole id is no beginning of another
    Box whole = running(LONG_ID.substring(0, 24));
    assertThat(boxes.byId(LONG_ID.substring(0, 24))).isSameAs(whole);
  }

  @Test
  @Tag("vector-13")
  void shouldLoseNoCommandAndNeverShowMoreErrorsThanCommands() throws Exception {
    int threads = 8;
    int each = 20_000;
    BoxReports reports = new BoxReports(boxes);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> workers = new ArrayList<>();
    Object key = new Object();
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(() -> work(go, key, each));
      workers.add(worker);
      worker.start();
    }
    go.countDown();
    Box box = boxes.getOrCreate("vm", key);
    long last = 0;
    while (workers.stream().anyMatch(Thread::isAlive)) {
      BoxFigures seen = Objects.requireNonNull(reports.figures(box.id()));
      long commands = number(seen, "commands_executed_total");
      assertThat(number(seen, "exec_errors_total")).isBetween(0L, commands);
      assertThat(commands).isGreaterThanOrEqualTo(last);
      last = commands;
    }
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(List.of(box.commands(), box.errors())).containsOnly((long) threads * each);
    assertThat(box.sent()).isEqualTo(3L * threads * each);
    counts(0, 0, 0, 1); // met by nine threads at once, and one box
  }

  private void work(CountDownLatch go, Object key, int commands) {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int n = 0; n < commands; n++) {
      Box box = boxes.getOrCreate("vm", key);
      box.command(true);
      box.sent(3);
    }
  }

  private static long number(BoxFigures figures, String name) {
    return Objects.requireNonNull(figures.values().get(name)).longValue();
  }
}
