package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.RuleReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The list of rules, {@code {"rules": […]}}.
 *
 * @param rules every rule and pack
 * @param other the last error that belongs to none of them
 */
public record RulesJson(
    Supplier<List<RuleReport>> rules, Supplier<RuleReport.@Nullable LastError> other)
    implements Response.Body {
  @Override
  public long heldBytes() {
    return JsonWriter.LIST_BYTES;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JsonWriter.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("rules");
      for (RuleReport rule : rules.get()) {
        write(json, rule);
      }
      json.writeEndArray();
      write(json, other.get());
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, RuleReport rule) throws IOException {
    json.writeStartObject();
    JsonWriter.text(json, "id", rule.id());
    json.writeNumberField("received", rule.received());
    json.writeNumberField("matched", rule.matched());
    json.writeNumberField("woven", rule.woven());
    json.writeNumberField("firing", rule.firing());
    json.writeNumberField("failed", rule.failed());
    if (!rule.pack().isEmpty()) {
      JsonWriter.text(json, "pack", rule.pack());
      json.writeBooleanField("asleep", rule.asleep());
    }
    json.writeArrayFieldStart("reasons");
    for (RuleReport.Reason reason : rule.reasons()) {
      json.writeStartObject();
      JsonWriter.text(json, "class", reason.className());
      JsonWriter.text(json, "method", reason.method());
      JsonWriter.text(json, "reason", reason.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    write(json, rule.lastError());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RuleReport.@Nullable LastError last)
      throws IOException {
    if (last == null) {
      return;
    }
    json.writeObjectFieldStart("last_error");
    JsonWriter.text(json, "path", last.path());
    JsonWriter.text(json, "class", last.className());
    JsonWriter.text(json, "error", last.error());
    json.writeNumberField("count", last.count());
    json.writeBooleanField("quiet", last.quiet());
    json.writeEndObject();
  }
}
