package io.heddle.agent.unit.spill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heddle.exporter.report.UnitSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Writes and parses one sample as a line: {@code {"unit_hash":…,"seq":…,"sample":{…}}}. A value
 * that is not known is left out and reads as unknown; fields of a later version are skipped.
 */
final class SampleLine {
  private static final JsonFactory FACTORY = new JsonFactory();
  // not the exporter's writer, which this room may not know: it writes null for a year of five
  // digits, and a sample of a clock that is wrong must read back
  private static final DateTimeFormatter RFC_3339 =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private static final String UNIT = "unit_hash";
  private static final String SEQ = "seq";
  private static final String SAMPLE = "sample";
  private static final String TIMESTAMP = "timestamp";
  private static final String CPU = "cpu_percent";
  private static final String RESIDENT = "rss_bytes";
  private static final String READ = "io_read_bytes";
  private static final String WRITTEN = "io_write_bytes";

  private SampleLine() {}

  /**
   * Writes a sample, with the end of the line.
   *
   * @throws IOException if the unit is no text that JSON can hold
   */
  static void write(OutputStream out, String unit, UnitSample sample) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField(UNIT, unit);
      json.writeNumberField(SEQ, sample.seq());
      json.writeObjectFieldStart(SAMPLE);
      Instant at = Instant.ofEpochMilli(sample.epochMillis());
      json.writeStringField(TIMESTAMP, RFC_3339.format(at));
      if (Double.isFinite(sample.cpuPercent())) {
        json.writeNumberField(CPU, sample.cpuPercent());
      }
      write(json, RESIDENT, sample.residentBytes());
      write(json, READ, sample.readBytes());
      write(json, WRITTEN, sample.writtenBytes());
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, String field, long value) throws IOException {
    if (value >= 0) {
      json.writeNumberField(field, value);
    }
  }

  /** Returns the bytes that every line of this unit begins with, and no line of another unit. */
  static byte[] head(String unit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField(UNIT, unit);
      json.writeEndObject();
    }
    String object = out.toString(StandardCharsets.UTF_8);
    return (object.substring(0, object.length() - 1) + ",\"" + SEQ + "\":")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a line, with or without its end.
   *
   * @throws IOException if the line is torn or foreign
   */
  static UnitSample parse(byte[] bytes, int offset, int length) throws IOException {
    try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
      SampleFields fields = new SampleFields();
      require(parser.nextToken() == JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals(SEQ)) {
          fields.seq = parser.getLongValue();
        } else if (name.equals(SAMPLE)) {
          require(value == JsonToken.START_OBJECT);
          readSample(parser, fields);
        } else {
          parser.skipChildren();
        }
      }
      require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
      return fields.toSample();
    }
  }

  private static void readSample(JsonParser parser, SampleFields fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case TIMESTAMP -> fields.epochMillis = epochMillis(parser.getText());
        case CPU -> fields.cpuPercent = parser.getDoubleValue();
        case RESIDENT -> fields.residentBytes = parser.getLongValue();
        case READ -> fields.readBytes = parser.getLongValue();
        case WRITTEN -> fields.writtenBytes = parser.getLongValue();
        default -> {
          require(value != null);
          parser.skipChildren();
        }
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT);
  }

  private static long epochMillis(String text) throws IOException {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("not a time: " + text, e);
    }
  }

  private static void require(boolean asExpected) throws IOException {
    if (!asExpected) {
      throw new IOException("not a line of samples");
    }
  }

  /** The fields of a line that is being read. */
  private static final class SampleFields {
    private static final long NONE = Long.MIN_VALUE;

    private long seq = NONE;
    private long epochMillis = NONE;
    private double cpuPercent = Double.NaN;
    private long residentBytes = -1;
    private long readBytes = -1;
    private long writtenBytes = -1;

    UnitSample toSample() throws IOException {
      require(seq != NONE && epochMillis != NONE);
      return new UnitSample(seq, epochMillis, cpuPercent, residentBytes, readBytes, writtenBytes);
    }
  }
}
