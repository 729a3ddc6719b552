package io.heddle.agent.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that is a stage of a run or of a box, or an event in the life of a box. A box is named by
 * a value that is the object itself or its id. Immutable.
 */
public sealed interface StageAction extends RuleAction {
  /** Returns the box; null: the box or the run around the call. */
  @Nullable ValueSpec box();

  @Override
  default <T> T accept(Visitor<T> visitor) {
    return visitor.stage(this);
  }

  @Override
  default boolean isStage() {
    return true;
  }

  /** Calls the method of a visitor that is for this kind of stage. */
  <T> T accept(StageVisitor<T> visitor);

  /**
   * One method for each kind of stage.
   *
   * @param <T> type of the results
   */
  interface StageVisitor<T> {
    /** Handles a stage. */
    T time(TimeStage action);

    /** Handles a method that creates a box. */
    T create(CreateBox action);

    /** Handles a method that boots the guest of a box. */
    T boot(BootBox action);

    /** Handles a method that runs a command in a box. */
    T command(RunCommand action);

    /** Handles a method that moves bytes into a box or out of it. */
    T transfer(TransferBytes action);

    /** Handles a method that stops a box. */
    T end(EndBox action);
  }

  /**
   * Each call is a stage.
   *
   * @param name name of the stage
   * @param box the box of the stage; null: the box or the run around the call
   */
  record TimeStage(ValueSpec name, @Nullable ValueSpec box) implements StageAction {
    @Override
    public <T> T accept(StageVisitor<T> visitor) {
      return visitor.time(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return present(name, box);
    }
  }

  /**
   * Each call creates a box.
   *
   * @param box the box, which may be the result
   * @param runner the runner of the box; null: none
   * @param name name of the box; null: none
   * @param pid the process of the box, or its id; null: none
   */
  record CreateBox(
      ValueSpec box, @Nullable ValueSpec runner, @Nullable ValueSpec name, @Nullable ValueSpec pid)
      implements StageAction {
    @Override
    public <T> T accept(StageVisitor<T> visitor) {
      return visitor.create(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return present(box, runner, name, pid);
    }
  }

  /**
   * Each call boots the guest of a box.
   *
   * @param box the box; null: the box around the call
   * @param pid the process of the box, or its id; null: none
   */
  record BootBox(@Nullable ValueSpec box, @Nullable ValueSpec pid) implements StageAction {
    @Override
    public <T> T accept(StageVisitor<T> visitor) {
      return visitor.boot(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return present(box, pid);
    }
  }

  /**
   * Each call runs a command in a box.
   *
   * @param box the box, which may be the result
   * @param runner the runner of a box that is seen for the first time; null: none
   * @param sent number of bytes that went into the box, or the bytes; null: not known
   * @param received number of bytes that came out of the box, or the bytes; null: not known
   */
  record RunCommand(
      ValueSpec box,
      @Nullable ValueSpec runner,
      @Nullable ValueSpec sent,
      @Nullable ValueSpec received)
      implements StageAction {
    @Override
    public <T> T accept(StageVisitor<T> visitor) {
      return visitor.command(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return present(box, runner, sent, received);
    }
  }

  /**
   * Each call moves bytes into a box or out of it.
   *
   * @param box the box, which may be the result
   * @param runner the runner of a box that is seen for the first time; null: none
   * @param sent number of bytes that went into the box, or the bytes; null: none did
   * @param received number of bytes that came out of the box, or the bytes; null: none did
   */
  record TransferBytes(
      ValueSpec box,
      @Nullable ValueSpec runner,
      @Nullable ValueSpec sent,
      @Nullable ValueSpec received)
      implements StageAction {
    @Override
    public <T> T accept(StageVisitor<T> visitor) {
      return visitor.transfer(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return present(box, runner, sent, received);
    }
  }

  /**
   * Each call stops a box.
   *
   * @param box the box
   */
  record EndBox(ValueSpec box) implements StageAction {
    @Override
    public <T> T accept(StageVisitor<T> visitor) {
      return visitor.end(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return List.of(box);
    }
  }

  private static List<ValueSpec> present(@Nullable ValueSpec... values) {
    List<ValueSpec> present = new ArrayList<>();
    for (ValueSpec value : values) {
      if (value != null) {
        present.add(value);
      }
    }
    return present;
  }
}
