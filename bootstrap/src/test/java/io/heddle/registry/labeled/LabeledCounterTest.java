package io.heddle.registry.labeled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.registry.Registry;
import io.heddle.registry.Scraped;
import io.heddle.registry.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LabeledCounterTest {
  private final Registry registry = new Registry("t", 10, 0);

  @Test
  void shouldRegisterTheSameCounterOnce() {
    LabeledCounter first = registry.counter("bytes", "B", List.of("a"));
    LabeledCounter second = registry.counter("bytes", "other help", List.of("a"));
    first.at(List.of("x")).add(2);
    second.at(List.of("x")).add(3);
    assertThat(second).isSameAs(first);
    assertThat(registry.snapshot()).hasSize(1);
    assertThat(new Scraped(registry).sum("t_bytes_total", "a", "x")).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registry.counter("bytes", "B", List.of("b")))
        .withMessage("counter 'bytes' exists with other labels");
  }

  @Test
  void shouldHoldItsLimitWhileThreadsFightForTheLastPlaces() throws Exception {
    LabeledCounter counter = registry.counter("bytes", "B", List.of("a", "b"));
    Workers.start(
            8,
            index -> {
              for (int i = 0; i < 20_000; i++) {
                counter.at(List.of("v" + i % 1000, "w")).increment();
              }
            })
        .join();
    Scraped now = new Scraped(registry);
    assertThat(now.points("t_bytes_total")).hasSize(11);
    assertThat(now.sum("t_bytes_total")).isEqualTo(160_000);
    assertThat(now.sum("t_bytes_total", "a", "_overflow_", "b", "_overflow_"))
        .isEqualTo((double) counter.dropped());
    assertThat(counter.dropped()).isGreaterThan(150_000);
    assertThat(registry.dropped()).isEqualTo(Map.of("bytes", counter.dropped()));
  }

  @Test
  void shouldKeepOneOverflowValueWhenTheApplicationUsesTheWord() {
    LabeledCounter counter = registry.counter("bytes", "B", List.of("a"));
    counter.at(List.of("_overflow_")).increment();
    for (int i = 0; i < 20; i++) {
      counter.at(List.of("v" + i)).increment();
    }
    Scraped now = new Scraped(registry);
    assertThat(now.sum("t_bytes_total", "a", "_overflow_")).isEqualTo(11);
    assertThat(now.points("t_bytes_total")).hasSize(11);
  }

  @Test
  @Tag("O7")
  void shouldRiseByOneAndByMore() {
    LabeledCounter counter = registry.counter("bytes", "B", List.of("a"));
    counter.at(List.of("x")).increment();
    counter.at(List.of("x")).add(41);
    counter.at(List.of("y")).increment();
    Scraped now = new Scraped(registry);
    assertThat(now.sum("t_bytes_total", "a", "x")).isEqualTo(42);
    assertThat(now.sum("t_bytes_total", "a", "y")).isEqualTo(1);
  }

  @Test
  @Tag("O-D7")
  void shouldCountExactlyWithEightThreads() throws Exception {
    LabeledCounter counter = registry.counter("bytes", "B", List.of());
    Workers.start(
            8,
            index -> {
              for (int i = 0; i < 100_000; i++) {
                counter.at(List.of()).increment();
              }
            })
        .join();
    assertThat(new Scraped(registry).sum("t_bytes_total")).isEqualTo(800_000);
  }

  @Test
  void shouldCountWithoutLabels() {
    LabeledCounter counter = registry.counter("plain", "P", List.of());
    counter.at(List.of()).add(7);
    assertThat(new Scraped(registry).sum("t_plain_total")).isEqualTo(7);
  }

  @Test
  void shouldRefuseAWrongNumberOfValues() {
    LabeledCounter counter = registry.counter("bytes", "B", List.of("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> counter.at(List.of("x", "y")));
  }
}
