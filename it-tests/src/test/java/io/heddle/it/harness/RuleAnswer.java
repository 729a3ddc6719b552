package io.heddle.it.harness;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One rule of an answer of /api/rules. */
public record RuleAnswer(String json) {
  public static RuleAnswer of(JavaProcess process, String id) throws IOException {
    String all = process.get("/api/rules");
    int start = all.indexOf("{\"id\":\"" + id + "\"");
    if (start < 0) {
      throw new AssertionError("no rule " + id + " in " + all);
    }
    int next = all.indexOf("{\"id\":\"", start + 1);
    return new RuleAnswer(all.substring(start, next < 0 ? all.length() : next));
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
