package io.heddle.it.field.suite;

import java.util.List;

/**
 * Configurations that weave all methods of some packages, by rules of all kinds: rules of different
 * families may share a method.
 */
final class EverythingRules {
  /** Families that the rules feed. */
  static final List<String> FAMILIES = List.of("call", "job", "tool", "message", "orchestration");

  /** Packages of the JDK that the libraries use, and that the probes do not run on. */
  static final List<String> JDK =
      List.of("java.util.concurrent.**", "java.util.regex.**", "java.util.zip.**", "java.text.**");

  private static final int MOST_PARAMETERS = 5;

  // what a method is besides counted, by its first letter: all kinds at once on the methods of
  // whole
  // libraries make their tests 15 times slower, on a quarter each 4 times
  private static final String LISTED = "cfltw";
  private static final String JUDGED = "behiuv";
  private static final String LABELED = "agjkopr";
  private static final String OUTERMOST = "dmnqsxyz";

  private final StringBuilder yaml =
      new StringBuilder("limits: { wovenMethods: 1000000 }\nrules:\n");
  private String type = "";
  private int groups;
  private int rules;

  /**
   * Every method is counted, and listed, judged, labeled or looked at for the outermost call
   * besides; those of test classes all that at once, and those of the JDK's packages are counted
   * and judged.
   */
  static String ofRuns(List<String> packages) {
    EverythingRules rules = new EverythingRules();
    for (String glob : packages) {
      rules.type(glob + "Test", false).allRuns("*");
      rules.type(glob, false).counted();
      LISTED.chars().forEach(letter -> rules.listed((char) letter + "*"));
      JUDGED.chars().forEach(letter -> rules.judged((char) letter + "*"));
      LABELED.chars().forEach(letter -> rules.labeled((char) letter + "*"));
      OUTERMOST.chars().forEach(letter -> rules.outermost((char) letter + "*"));
    }
    for (String glob : JDK) {
      rules.type(glob, false).counted();
      rules.judged("*");
    }
    return rules.yaml.toString();
  }

  /** Every method is counted, and nothing else. */
  static String ofCounts(List<String> packages) {
    EverythingRules rules = new EverythingRules();
    packages.forEach(glob -> rules.type(glob, false).counted());
    return rules.yaml.toString();
  }

  /** Every method is all that a rule can make of it. */
  static String ofEveryKind(List<String> packages) {
    EverythingRules rules = new EverythingRules();
    for (String glob : packages) {
      // with subtypes abstract methods are no failures, which leaves room for those that are
      rules.type(glob, true).allRuns("*");
      rules.rule("stage", "*", "stage: inner");
      rules.rule("gauge", "*", "gauge: { name: woven_calls, help: Calls., add: 1 }");
    }
    return rules.yaml.toString();
  }

  private EverythingRules type(String glob, boolean subtypes) {
    groups++;
    type = "type: \"" + glob + "\", subtypes: " + subtypes;
    return this;
  }

  private void allRuns(String methods) {
    counted();
    listed(methods);
    judged(methods);
    labeled(methods);
    outermost(methods);
  }

  private void counted() {
    rule("counted", "*", "family: call");
  }

  private void listed(String methods) {
    rule("listed", methods, "family: job, labels: { kind: woven, name: $method }");
  }

  private void judged(String methods) {
    rule("judged", methods, "family: message, outcome: { failure: $return == false }");
  }

  private void outermost(String methods) {
    rule("outermost", methods, "family: orchestration, outermost: true");
  }

  /** Methods with a first parameter; the name of its class is a label for any object. */
  private void labeled(String methods) {
    StringBuilder rest = new StringBuilder(")");
    for (int count = 1; count <= MOST_PARAMETERS; count++) {
      rule("labeled", methods + "(java.lang.String" + rest, "family: tool, labels: { tool: $1 }");
      rule("labeled", methods + "(int" + rest, "family: tool, labels: { tool: $1 }");
      rule("labeled", methods + "(*" + rest, "family: tool, labels: { tool: $1.getClass }");
      rest.insert(0, ", *");
    }
  }

  private void rule(String kind, String methods, String rest) {
    rules++;
    yaml.append("  - { id: ").append(kind).append('-').append(groups).append('-').append(rules);
    yaml.append(", ").append(type).append(", method: \"").append(methods).append("\", ");
    yaml.append(rest).append(" }\n");
  }
}
