package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StagesTest {
  private static final long MS = 1_000_000;

  private final Registry registry = new Registry("heddle", 3, 8 << 20);
  private final Stages stages = registry.wantStages();
  private final StageTimes box = new StageTimes(Stages.BOX, true);

  private double sum(String of, String stage) {
    return stageOf(of, stage).sum();
  }

  private HistogramPoint stageOf(String of, String stage) {
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric instanceof MetricSnapshot.Histogram histogram) {
        for (HistogramPoint point : histogram.points()) {
          if (point.labels().values().equals(List.of(of, stage))) {
            return point;
          }
        }
      }
    }
    return new HistogramPoint(LabelSet.EMPTY, 0, new long[0], 0, 0);
  }

  private void stage(String name, long from, long to) {
    StageFrame frame = stages.begin(null, name, from);
    stages.leave(frame);
    stages.end(frame, to);
  }

  @Test
  @Tag("vector-12")
  void shouldAddUpStagesAndWhatIsUnattributedToTheTotal() {
    StageFrame creation = stages.enter(box, 0);
    stage("filesystem_setup", 0, 3 * MS);
    stage("image_prepare", 5 * MS, 9 * MS);
    stages.leave(creation);
    stages.finish(box, 12 * MS);
    assertThat(box.all())
        .isEqualTo(
            Map.of("filesystem_setup", 3 * MS, "image_prepare", 4 * MS, "unattributed", 5 * MS));
    assertThat(sum("box", "unattributed")).isEqualTo(.005);
    assertThat(stages.innermost()).isNull();
  }

  @Test
  @Tag("B-D1")
  void shouldSetAStageOfABoxOnceAndCountWhatComesLaterAsIgnored() {
    StageFrame creation = stages.enter(box, 0);
    stage("image_prepare", 0, 2 * MS);
    stage("image_prepare", 3 * MS, 9 * MS);
    stages.leave(creation);
    stages.finish(box, 10 * MS);
    stages.record(box, "box_spawn", MS);
    assertThat(box.all()).isEqualTo(Map.of("image_prepare", 2 * MS, "unattributed", 8 * MS));
    assertThat(stageOf("box", "image_prepare").count()).isEqualTo(1);
    assertThat(stages.ignored()).isEqualTo(2);
  }

  @Test
  void aStageWithinAStageOfTheSameBoxTakesItsTimeFromIt() {
    StageFrame creation = stages.enter(box, 0);
    StageFrame outer = stages.begin(null, "image_prepare", 0);
    assertThat(box.current()).isEqualTo("image_prepare");
    stage("pull", 1 * MS, 8 * MS);
    assertThat(box.current()).isEqualTo("image_prepare");
    stages.leave(outer);
    stages.end(outer, 10 * MS);
    stages.leave(creation);
    stages.finish(box, 10 * MS);
    assertThat(box.all())
        .isEqualTo(Map.of("pull", 7 * MS, "image_prepare", 3 * MS, "unattributed", 0L));
    assertThat(box.current()).isNull();
  }

  @Test
  void stagesOfARunAddUpAndBelongToTheBoxThatComesUpAroundThemFirst() {
    StageTimes run = new StageTimes("orchestration", false);
    StageFrame around = stages.enter(run, 0);
    stage("plan", 0, MS);
    StageFrame creation = stages.enter(box, MS);
    StageFrame inner = stages.enter(new StageTimes("phase", false), MS);
    stage("box_spawn", MS, 3 * MS);
    stages.leave(inner);
    stages.leave(creation);
    stages.finish(box, 2 * MS);
    stage("plan", 3 * MS, 5 * MS);
    stages.leave(around);
    stages.finish(run, 6 * MS);
    assertThat(run.all()).isEqualTo(Map.of("plan", 3 * MS, "unattributed", 3 * MS));
    assertThat(box.all()).isEqualTo(Map.of("box_spawn", 2 * MS, "unattributed", 0L));
    assertThat(stageOf("orchestration", "plan").count()).isEqualTo(2);
  }

  @Test
  void aStageThatNothingIsAroundIsOfNone() {
    stage("warm_up", 0, MS);
    assertThat(sum("none", "warm_up")).isEqualTo(.001);
  }

  @Test
  void aRunWithoutStagesHasNothingUnattributed() {
    StageTimes run = new StageTimes("tool", false);
    stages.leave(stages.enter(run, 0));
    stages.finish(run, MS);
    assertThat(stageOf("tool", "unattributed").count()).isZero();
  }

  @Test
  void moreStagesThanTheLimitAreFoldedIntoOne() {
    for (int i = 0; i < 10; i++) {
      stage("stage" + i, 0, MS);
    }
    assertThat(stageOf("_overflow_", "_overflow_").count()).isEqualTo(7);
    assertThat(registry.dropped()).containsEntry("stage_duration_seconds", 7L);
  }

  @Test
  void aDeepRecursionIsLeftAgain() {
    StageFrame[] frames = new StageFrame[1500];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = stages.begin(null, "deep", 0);
    }
    for (int i = frames.length - 1; i >= 0; i--) {
      stages.leave(frames[i]);
      stages.end(frames[i], MS);
    }
    assertThat(stages.innermost()).isNull();
    assertThat(stageOf("none", "deep").count()).isEqualTo(1500);
  }
}
