package io.heddle.agent;

import io.heddle.agent.reload.ReloadReport;
import java.util.Collection;

/** Writes the JSON that the command line reads, without a library for only three fields. */
final class ReplyJson {
  private ReplyJson() {}

  static String attached(String address, boolean already) {
    return "{\"ok\":true,\"address\":" + quoted(address) + ",\"already\":" + already + "}";
  }

  static String detached(DetachReport report) {
    return "{\"ok\":true,\"verified\":"
        + array(report.verified())
        + ",\"stays\":"
        + array(report.stays())
        + ",\"report\":"
        + quoted(report.json())
        + "}";
  }

  static String reloaded(ReloadReport report) {
    return report.isOk()
        ? "{\"ok\":true,\"lines\":" + array(report.lines()) + "}"
        : error(report.text());
  }

  /**
   * Returns the answer with a plan.
   *
   * @param plan a JSON object
   */
  static String planned(String plan) {
    return "{\"ok\":true,\"plan\":" + plan + "}";
  }

  /** Returns the JSON that stands in place of the answer until the answer is there. */
  static String progress(String text) {
    return "{\"progress\":" + quoted(text) + "}";
  }

  static String error(String sentence) {
    return "{\"ok\":false,\"error\":" + quoted(sentence) + "}";
  }

  static String array(Collection<String> texts) {
    StringBuilder json = new StringBuilder("[");
    for (String text : texts) {
      json.append(json.length() > 1 ? "," : "").append(quoted(text));
    }
    return json.append(']').toString();
  }

  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16));
        json.append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
