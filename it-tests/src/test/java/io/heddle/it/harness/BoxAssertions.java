package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Assertions about the metrics of boxes. */
public final class BoxAssertions {
  private BoxAssertions() {}

  /** The four counters of a runner. */
  public static void assertCounted(
      Scrape scrape, String runner, int created, int failed, int stopped, int running) {
    String labels = "{runner=\"" + runner + "\"}";
    assertThat(scrape.value("heddle_boxes_created_total" + labels)).isEqualTo(created);
    assertThat(scrape.value("heddle_boxes_failed_total" + labels)).isEqualTo(failed);
    assertThat(scrape.value("heddle_boxes_stopped_total" + labels)).isEqualTo(stopped);
    assertThat(scrape.value("heddle_boxes_running" + labels)).isEqualTo(running);
  }

  /** These stages took some time, and with what is left over all add up to the creation. */
  public static void assertStages(Json figures, String... stages) {
    Json timing = figures.get("boot_timing");
    for (String stage : stages) {
      assertThat(timing.get("stage_" + stage + "_ms").number()).as(stage).isPositive();
    }
    double sum = 0;
    for (String key : timing.keys()) {
      if (key.startsWith("stage_") && timing.get(key).value() != null) {
        sum += timing.get(key).number();
      }
    }
    assertThat(sum).isCloseTo(timing.get("total_create_duration_ms").number(), within(1.0));
  }

  /** How many boxes had this stage. */
  public static double stage(Scrape scrape, String stage) {
    return scrape.value("heddle_stage_duration_seconds_count{of=\"box\",stage=\"" + stage + "\"}");
  }
}
