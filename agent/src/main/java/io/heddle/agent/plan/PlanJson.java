package io.heddle.agent.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.agent.plan.WeavingPlan.Answer;
import io.heddle.agent.plan.WeavingPlan.Forecast;
import io.heddle.agent.plan.WeavingPlan.PlannedMethod;
import io.heddle.agent.plan.WeavingPlan.PlannedRule;
import io.heddle.agent.plan.WeavingPlan.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a plan as JSON, as the command line prints it. */
public final class PlanJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private PlanJson() {}

  /** Returns the plan as one JSON object. */
  public static String of(WeavingPlan plan) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("of", plan.of());
      json.writeArrayFieldStart("rules");
      for (PlannedRule rule : plan.rules()) {
        write(json, rule);
      }
      json.writeEndArray();
      texts(json, "unmatched", plan.unmatched());
      texts(json, "asleep", plan.asleep());
      json.writeArrayFieldStart("why");
      for (Answer answer : plan.answers()) {
        write(json, answer);
      }
      json.writeEndArray();
      write(json, plan.forecast());
      CallSample calls = plan.calls();
      if (calls != null) {
        write(json, calls);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a text takes everything", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, PlannedRule rule) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", rule.id());
    json.writeStringField("pack", rule.pack());
    json.writeStringField("action", rule.action());
    json.writeNumberField("methods", rule.methods());
    json.writeNumberField("failed", rule.failed());
    labels(json, rule.labels());
    json.writeArrayFieldStart("shown");
    for (PlannedMethod method : rule.shown()) {
      json.writeStartObject();
      json.writeStringField("class", method.className());
      json.writeStringField("loader", method.loader());
      json.writeStringField("method", method.method());
      labels(json, method.labels());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("reasons");
    for (Reason reason : rule.reasons()) {
      json.writeStartObject();
      json.writeStringField("class", reason.className());
      json.writeStringField("method", reason.method());
      json.writeStringField("reason", reason.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Answer answer) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", answer.rule());
    json.writeStringField("pack", answer.pack());
    json.writeStringField("class", answer.className());
    json.writeStringField("method", answer.method());
    json.writeStringField("answer", answer.answer());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Forecast forecast) throws IOException {
    json.writeObjectFieldStart("forecast");
    json.writeNumberField("looked", forecast.looked());
    json.writeNumberField("classes", forecast.classes());
    json.writeNumberField("bytes", forecast.bytes());
    json.writeNumberField("millis", forecast.millis());
    json.writeNumberField("pauses", forecast.pauses());
    json.writeNumberField("pauseMillis", forecast.pauseMillis());
    json.writeNumberField("labelSets", forecast.labelSets());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, CallSample calls) throws IOException {
    json.writeObjectFieldStart("calls");
    json.writeStringField("by", calls.by());
    json.writeNumberField("seconds", calls.seconds());
    if (calls.calls() >= 0) {
      json.writeNumberField("calls", calls.calls());
      json.writeNumberField("perSecond", calls.perSecond());
      json.writeNumberField("corePercent", calls.corePercent());
    } else {
      json.writeNumberField("samples", calls.samples());
      json.writeNumberField("seen", calls.seen());
    }
    json.writeEndObject();
  }

  private static void labels(JsonGenerator json, Map<String, String> labels) throws IOException {
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
