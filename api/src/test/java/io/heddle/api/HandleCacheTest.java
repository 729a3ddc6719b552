package io.heddle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandleCacheTest {
  private static final int CALLS = 50_000;

  /** Bytes of the array of a call with one or two labels, if the compiler does not leave it out. */
  private static final int ARRAY = 24;

  private static final double[] BOUNDS = {1};

  @Test
  void shouldFindTheHandleOfEqualTexts() {
    Counter one = Heddle.counter("cache_one_total", "C.", "a");
    assertThat(one.labels(copy("x"))).isSameAs(one.labels("x")).isNotSameAs(one.labels("y"));
    assertThat(one.labels((String) null)).isSameAs(one.labels("none")).isSameAs(one.labels());
    Gauge two = Heddle.gauge("cache_two", "G.", "a", "b");
    assertThat(two.labels("x", copy("y"))).isSameAs(two.labels("x", "y"));
    assertThat(two.labels("y", "x")).isNotSameAs(two.labels("x", "y"));
    assertThat(two.labels("x")).isSameAs(two.labels("x", null));
    Histogram three = Heddle.histogram("cache_three", "H.", BOUNDS, "a", "b", "c");
    assertThat(three.labels("x", null, copy("z"))).isSameAs(three.labels("x", "none", "z"));
    assertThat(three.labels("x", "y", "z").bounds).isSameAs(three.bounds);
    assertThat(three.labels("x", "y")).isSameAs(three.labels("x", "y", "none"));
    Counter bare = Heddle.counter("cache_bare_total", "C.");
    assertThat(bare.labels().labelValues).isEmpty();
  }

  private static String copy(String text) {
    return new String(text.toCharArray());
  }

  @Test
  void shouldFindTheSameHandleFromAnotherHandleOfTheMetric() {
    Counter counter = Heddle.counter("cache_child_total", "C.", "a");
    assertThat(counter.labels("x").labels("y")).isSameAs(counter.labels("y"));
  }

  @Test
  void shouldKeepNoHandleWithTooManyValuesAndNoLongText() {
    Counter counter = Heddle.counter("cache_many_total", "C.", "a");
    assertThat(counter.labels("x", "y").labelValues).containsExactly("x", "y");
    assertThat(counter.labels("x", "y").labels("x", "y").labelValues).containsExactly("x", "y");
    assertThat(counter.labels("x", "y").labels("z")).isSameAs(counter.labels("z"));
    String text = "x".repeat(100_000);
    assertThat(counter.labels(text)).isNotSameAs(counter.labels(text));
    assertThat(counter.labels(text).labelValues).containsExactly(text);
  }

  @Test
  void shouldHaveTheRightValuesWhenTextsMeetAndMoreComeThanThereIsRoomFor() throws Exception {
    Counter counter = Heddle.counter("cache_full_total", "C.", "a", "b");
    List<Thread> threads = new ArrayList<>();
    List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 50_000; i++) {
                  // Aa and BB have one hash code
                  String first = (i & 1) == 0 ? "Aa" : "BB";
                  String second = Integer.toString(i % 20_000);
                  Counter found = counter.labels(first, second);
                  if (!found.labelValues.equals(List.of(first, second))) {
                    wrong.add(found.toString());
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldAllocateNoMoreThanTheArraysOfTheCallsForLabelsThatWereMetBefore() {
    Counter one = Heddle.counter("cache_bytes_total", "C.", "a");
    Gauge two = Heddle.gauge("cache_bytes_two", "G.", "a", "b");
    String equal = copy("x");
    assertThat(
            bytesOf(
                () -> {
                  one.labels("x").increment();
                  one.labels(equal).increment();
                  two.labels("x", equal).set(1);
                }))
        .isLessThanOrEqualTo(3L * ARRAY * CALLS);
  }

  /** What the best of some rounds allocates. */
  private static long bytesOf(Runnable work) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        work.run();
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
