package io.heddle.exporter.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one rule or pack.
 *
 * @param id of the rule or pack
 * @param received classes that were looked at
 * @param matched methods that it names
 * @param woven methods that are woven now
 * @param firing woven methods that ran at least once
 * @param failed classes and methods that could be woven and were not
 * @param reasons why methods are not woven
 * @param lastError the last error that was swallowed for it; null if there was none
 * @param pack name of the pack that the rule belongs to; empty for a rule of the user
 * @param asleep true for a pack whose rules are not looked at, as no class of its library loaded
 */
public record RuleReport(
    String id,
    long received,
    long matched,
    long woven,
    long firing,
    long failed,
    List<Reason> reasons,
    @Nullable LastError lastError,
    String pack,
    boolean asleep) {
  /** Copies the list. */
  public RuleReport {
    reasons = List.copyOf(reasons);
  }

  /** Creates the report of a rule of the user without errors. */
  public RuleReport(
      String id,
      long received,
      long matched,
      long woven,
      long firing,
      long failed,
      List<Reason> reasons) {
    this(id, received, matched, woven, firing, failed, reasons, null, "", false);
  }

  /** Returns the report of a pack that sleeps, with what it waits for in one sentence. */
  public static RuleReport asleep(String pack, String why) {
    List<Reason> waits = List.of(new Reason("", "", why));
    return new RuleReport(pack, 0, 0, 0, 0, 0, waits, null, pack, true);
  }

  /** Returns this report with further reasons behind its own. */
  public RuleReport with(List<Reason> further) {
    List<Reason> all = new ArrayList<>(reasons);
    all.addAll(further);
    return new RuleReport(
        id, received, matched, woven, firing, failed, all, lastError, pack, asleep);
  }

  /**
   * The reason why a method is not woven.
   *
   * @param className of the declaring class
   * @param method name, with parameter types where they matter
   * @param reason one sentence
   */
  public record Reason(String className, String method, String reason) {
    /** Returns the reason in one line, behind what it is about. */
    public String inWords() {
      String subject = className + (method.isEmpty() ? "" : "." + method);
      return (subject.isEmpty() ? "" : subject + ": ") + reason;
    }
  }

  /**
   * An error that was swallowed.
   *
   * @param path the value that could not be read; null if it was no value
   * @param className of the object that was read; null if unknown
   * @param error class of the exception, or what is wrong in a sentence
   * @param count number of errors so far
   * @param quiet true if there were too many: what failed so often is not read any more
   */
  public record LastError(
      @Nullable String path, @Nullable String className, String error, long count, boolean quiet) {}
}
