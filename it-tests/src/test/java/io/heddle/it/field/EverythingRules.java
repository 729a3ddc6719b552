package io.heddle.it.field;

import java.util.List;

/**
 * Configurations that weave all methods of some packages, with advice of every kind on each method:
 * rules of different families may share one.
 */
final class EverythingRules {
  /** Families that the rules feed. */
  static final List<String> FAMILIES = List.of("call", "job", "tool", "message", "orchestration");

  /** Packages of the JDK that the libraries use, and that the probes do not run on. */
  static final List<String> JDK =
      List.of("java.util.concurrent.**", "java.util.regex.**", "java.util.zip.**", "java.text.**");

  private static final int MOST_PARAMETERS = 5;

  private final StringBuilder yaml =
      new StringBuilder("limits: { wovenMethods: 1000000 }\nrules:\n");
  private int globs;

  /** Runs with labels, conditions and limits, in the packages and, but for labels, in the JDK's. */
  static String ofRuns(List<String> packages) {
    EverythingRules rules = new EverythingRules();
    for (String glob : packages) {
      rules.runs(glob);
      rules.labels(glob);
    }
    JDK.forEach(rules::runs);
    return rules.yaml.toString();
  }

  /** Whatever a rule can say, in the packages. */
  static String ofEveryKind(List<String> packages) {
    EverythingRules rules = new EverythingRules();
    for (String glob : packages) {
      rules.runs(glob);
      rules.labels(glob);
      rules.rule("stage", glob, "*", "stage: inner");
      rules.rule("gauge", glob, "*", "gauge: { name: woven_calls, help: Calls., add: 1 }");
      rules.rule(
          "publisher", glob, "*", "family: llm, labels: { model: $method }, publisher: true");
    }
    return rules.yaml.toString();
  }

  private void runs(String glob) {
    globs++;
    rule("counted", glob, "*", "family: call");
    rule("listed", glob, "*", "family: job, labels: { kind: woven, name: $method }");
    rule("judged", glob, "*", "family: message, outcome: { failure: $return == false }");
    rule("outermost", glob, "*", "family: orchestration, outermost: true");
  }

  /** Methods with a first parameter; the name of its class is a label for any object. */
  private void labels(String glob) {
    String rest = "";
    for (int count = 1; count <= MOST_PARAMETERS; count++) {
      labels(glob, "text" + count, "java.lang.String" + rest, "$1");
      labels(glob, "number" + count, "int" + rest, "$1");
      labels(glob, "object" + count, "*" + rest, "$1.getClass");
      rest += ", *";
    }
  }

  private void labels(String glob, String id, String parameters, String value) {
    rule(id, glob, "*(" + parameters + ")", "family: tool, labels: { tool: " + value + " }");
  }

  private void rule(String id, String glob, String method, String rest) {
    yaml.append("  - { id: " + id + "-" + globs + ", type: \"" + glob + "\", ")
        .append("method: \"" + method + "\", " + rest + " }\n");
  }
}
