package io.heddle.it.harness;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entry of one rule in a response of {@code /api/rules}. */
public record RuleStatus(String json) {
  public static RuleStatus of(JavaProcess process, String id) throws IOException {
    String all = process.get("/api/rules");
    int start = all.indexOf("{\"id\":\"" + id + "\"");
    if (start < 0) {
      throw new AssertionError("no rule " + id + " in " + all);
    }
    int next = all.indexOf("{\"id\":\"", start + 1);
    return new RuleStatus(all.substring(start, next < 0 ? all.length() : next));
  }

  public long number(String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("no " + field + " in " + json);
    }
    return Long.parseLong(matcher.group(1));
  }

  public long woven() {
    return number("woven");
  }

  public long failed() {
    return number("failed");
  }
}
