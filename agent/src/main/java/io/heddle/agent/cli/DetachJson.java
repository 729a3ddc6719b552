package io.heddle.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.agent.cli.attach.AgentReply;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of a detach as one line of JSON: what the agent verified as it left, and what the
 * command has seen from outside after that.
 *
 * @param reply the agent's, whose report may be that of an older version, which had none
 * @param collected true if the class loader is gone; null: unknown
 * @param properties of Heddle that the JVM still has; null: unknown
 */
record DetachJson(
    long pid, AgentReply reply, @Nullable Boolean collected, @Nullable List<String> properties) {
  String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("pid", pid);
      json.writeFieldName("agent");
      String report = reply.report();
      if (report == null) {
        json.writeNull();
      } else {
        json.writeRawValue(report);
      }
      json.writeObjectFieldStart("loader");
      json.writeFieldName("collected");
      if (collected == null) {
        json.writeNull();
      } else {
        json.writeBoolean(collected);
      }
      json.writeEndObject();
      writeProperties(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void writeProperties(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("properties");
    if (properties == null) {
      json.writeNullField("left");
    } else {
      json.writeNumberField("left", properties.size());
    }
    json.writeArrayFieldStart("named");
    for (String name : properties == null ? List.<String>of() : properties) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
