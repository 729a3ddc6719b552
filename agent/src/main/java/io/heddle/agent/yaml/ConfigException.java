package io.heddle.agent.yaml;

import java.util.List;

/** Thrown for an unusable configuration; its message is one sentence about the first problem. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(sentence(problems));
    this.problems = problems;
  }

  private static String sentence(List<Problem> problems) {
    String first = problems.get(0).toString();
    int more = problems.size() - 1;
    return more == 0 ? first : first + " (and " + more + " more)";
  }

  /** Returns all problems in the order of reading, at least one, at most 100. Immutable. */
  public List<Problem> problems() {
    return problems;
  }
}
