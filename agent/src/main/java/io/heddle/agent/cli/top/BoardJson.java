package io.heddle.agent.cli.top;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.heddle.agent.cli.top.rows.RunRow;
import io.heddle.agent.cli.top.view.Board;
import io.heddle.agent.cli.top.view.View;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a board as one line of JSON; what is unknown is null, and nothing but ASCII is in it. */
final class BoardJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private BoardJson() {}

  static String write(Board board) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("jvms");
      for (Board.Jvm jvm : board.jvms()) {
        json.writeStartObject();
        json.writeStringField("name", jvm.name());
        number(json, "pid", jvm.pid() == 0 ? Double.NaN : jvm.pid());
        json.writeStringField("problem", jvm.problem());
        number(json, "seconds", jvm.seconds());
        number(json, "overhead_cores", jvm.overheadCores());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("runs");
      for (RunRow row : View.FIRST.rows(board)) {
        write(json, row);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, RunRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("jvm", row.jvm());
    json.writeStringField("family", row.key().family());
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : row.key().labels().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    number(json, "rate", row.rate());
    number(json, "error_rate", row.errorRate());
    number(json, "completed", row.completed());
    number(json, "failed", row.failed());
    number(json, "in_flight", row.now().inFlight());
    number(json, "p50", row.p50());
    number(json, "p99", row.p99());
    number(json, "overhead_share", row.overheadShare());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      json.writeNullField(name);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumberField(name, (long) value);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
