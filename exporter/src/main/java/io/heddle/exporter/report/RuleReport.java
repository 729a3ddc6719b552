package io.heddle.exporter.report;

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
 * @param failed methods that could not be woven
 * @param reasons why methods are not woven
 * @param lastError the last error that was swallowed for it; null if there was none
 */
public record RuleReport(
    String id,
    long received,
    long matched,
    long woven,
    long firing,
    long failed,
    List<Reason> reasons,
    @Nullable LastError lastError) {
  /** Copies the list. */
  public RuleReport {
    reasons = List.copyOf(reasons);
  }

  /** Creates the report of a rule or pack without errors. */
  public RuleReport(
      String id,
      long received,
      long matched,
      long woven,
      long firing,
      long failed,
      List<Reason> reasons) {
    this(id, received, matched, woven, firing, failed, reasons, null);
  }

  /**
   * The reason why a method is not woven.
   *
   * @param className of the declaring class
   * @param method name, with parameter types where they matter
   * @param reason one sentence
   */
  public record Reason(String className, String method, String reason) {}

  /**
   * An error that was swallowed.
   *
   * @param path the value that could not be read; null if it was no value
   * @param className of the object that was read; null if unknown
   * @param error class of the exception, or what is wrong in a sentence
   * @param count number of errors so far
   * @param quiet true if there were too many, and nothing is read for the rule any more
   */
  public record LastError(
      @Nullable String path, @Nullable String className, String error, long count, boolean quiet) {}
}
