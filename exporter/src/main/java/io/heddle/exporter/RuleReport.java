package io.heddle.exporter;

import java.util.List;

/**
 * What became of one rule or pack.
 *
 * @param id of the rule or pack
 * @param received classes that were looked at
 * @param matched methods that it names
 * @param woven methods that are woven now
 * @param firing woven methods that ran at least once
 * @param failed methods that could not be woven
 * @param reasons why methods are not woven
 */
public record RuleReport(
    String id,
    long received,
    long matched,
    long woven,
    long firing,
    long failed,
    List<Reason> reasons) {
  /** Copies the list. */
  public RuleReport {
    reasons = List.copyOf(reasons);
  }

  /**
   * Why a method is not woven.
   *
   * @param className of the declaring class
   * @param method name, with parameter types where they matter
   * @param reason one sentence
   */
  public record Reason(String className, String method, String reason) {}
}
