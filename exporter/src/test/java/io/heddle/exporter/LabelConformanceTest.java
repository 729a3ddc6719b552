package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_34_0.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Label values of every kind through every format, read by other means than they were written by:
 * each comes back as it was, or repaired in the one way from which it can be told, and counted.
 */
class LabelConformanceTest {
  private static final int ROUNDS = Boolean.getBoolean("heddle.long") ? 30 : 1;
  private static final int RANDOM = 700;
  private static final String NAME = "heddle_tool_started_total";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private Served served = new Served(64 << 20);

  LabelConformanceTest() throws IOException {}

  /** Another server, of which nobody knows any value. */
  private void start() throws IOException {
    served.close();
    served = new Served(64 << 20);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  /** Values as an application may choose them, well formed or not. */
  private static Set<String> values(int round) {
    Set<String> values = new LinkedHashSet<>();
    for (int plane = 0; plane <= 16; plane++) {
      for (int offset : new int[] {1, 0x20, 0x7F, 0x80, 0x100, 0xFDD0, 0xFFFD, 0xFFFE, 0xFFFF}) {
        values.add("p" + Character.toString(plane << 16 | offset));
        values.add(Character.toString(plane << 16 | offset) + "p");
      }
    }
    for (char c = 0; c < 0x300; c++) {
      values.add("c" + c + "c");
    }
    for (char c : new char[] {'\uD7FF', '\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uE000'}) {
      values.addAll(
          List.of("" + c, c + "x", "x" + c, "" + c + c, "\uD83D\uDE00" + c, c + "\uFFFD"));
    }
    values.addAll(List.of("", " ", "\"", "\\", "\n", "\\n", "\\\\n", "\r\n", "\t", "\\\"", "\"\\"));
    values.addAll(
        List.of("a\"} 1\nevil_total 1\n# EOF\n", "# HELP x", "{a=\"b\"}", ",", "}", "# EOF"));
    values.addAll(
        List.of("\0", "\uFFFD0000", "\uFFFDfffd0000", "\uFFFDfffd", "\uFFFDd800", "\uFFFD"));
    values.addAll(List.of("\u2028", "\uFEFF", "\u0085", "e\u0301", "\u00e9", "none", "_overflow"));
    values.add("long ".repeat(2000));
    addRandom(values, new Random(42 + round));
    return values;
  }

  /** Of the characters that mean something to some format. */
  private static void addRandom(Set<String> into, Random random) {
    String letters =
        "\0\n\r\t\\\"{}=,#a0dfc8 \uD800\uDBFF\uDC00\uDFFF\uFFFD\uFFFE\u0080\u07ff\u0800";
    int wanted = into.size() + RANDOM;
    while (into.size() < wanted) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      into.add(text.toString());
    }
  }

  /** What a reader makes of a value that was repaired: the way back. */
  private static String original(String read) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < read.length(); i++) {
      char c = read.charAt(i);
      String digits = c == '\uFFFD' && i + 5 <= read.length() ? read.substring(i + 1, i + 5) : "";
      if (digits.matches("0000|d[89a-f][0-9a-f]{2}|fffd")) {
        text.append((char) Integer.parseInt(digits, 16));
        i += 4;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private Map<String, Double> count(Set<String> values) {
    BucketLayout grid = new BucketLayout(new double[] {1});
    FamilySpec spec = new FamilySpec("tool", "Tools", List.of("tool"), grid, true);
    Map<String, Double> expected = new HashMap<>();
    int runs = 0;
    for (String value : values) {
      runs++;
      Cells cells = served.content.registry.family(spec).series(List.of(value)).shared();
      for (int run = 0; run < runs; run++) {
        cells.start();
      }
      expected.put(value, (double) runs);
    }
    return expected;
  }

  private byte[] body(String path, String accept) throws IOException {
    try (Socket socket = served.connect()) {
      String head = "GET " + path + " HTTP/1.0\r\nAccept: " + accept + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder read = new StringBuilder();
      while (read.indexOf("\r\n\r\n") < 0) {
        read.append((char) in.read());
      }
      assertThat(read.toString()).startsWith("HTTP/1.1 200 ");
      return in.readAllBytes();
    }
  }

  /** Strict: what is not UTF-8 is an exception. */
  private static String decoded(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  @Test
  void shouldTellEveryValueInEveryFormat() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      start();
      shouldTell(values(round));
    }
  }

  private void shouldTell(Set<String> values) throws IOException {
    Map<String, Double> expected = count(values);
    List<Map<String, Double>> read =
        List.of(
            fromText(decoded(body("/metrics", "text/plain"))),
            fromText(decoded(body("/metrics", "application/openmetrics-text"))),
            fromProtobuf(body("/metrics", PROTOBUF)),
            fromJson(body("/api/metrics/json", "*/*")));
    for (Map<String, Double> one : read) {
      Map<String, Double> originals = new HashMap<>();
      one.forEach(
          (value, count) -> assertThat(originals.put(original(value), count)).as(value).isNull());
      assertThat(originals).isEqualTo(expected);
      assertThat(one).isEqualTo(read.get(0));
    }
    long changed = read.get(0).keySet().stream().filter(value -> !values.contains(value)).count();
    assertThat(changed).isGreaterThan(50);
    long fine = values.stream().filter(value -> read.get(0).containsKey(value)).count();
    assertThat(served.content.registry.repairedLabels())
        .isBetween(changed, values.size() - fine + changed);
    assertThat(served.content.unwritable).isEmpty();
    assertThat(served.content.failures).isEmpty();
  }

  /** A value that is fine comes back as the same characters, whatever else there is. */
  @Test
  void shouldLeaveEveryCharacterOfUnicodeAlone() throws IOException {
    Set<String> values = new LinkedHashSet<>();
    for (int block = 1; block <= 0x10FFFF; block += 600) {
      StringBuilder text = new StringBuilder();
      for (int point = block; point < block + 600 && point <= 0x10FFFF; point++) {
        if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
          text.appendCodePoint(point);
        }
      }
      values.add(text.toString());
    }
    Map<String, Double> expected = count(values);
    assertThat(fromText(decoded(body("/metrics", "text/plain")))).isEqualTo(expected);
    assertThat(fromText(decoded(body("/metrics", "application/openmetrics-text"))))
        .isEqualTo(expected);
    assertThat(fromProtobuf(body("/metrics", PROTOBUF))).isEqualTo(expected);
    assertThat(fromJson(body("/api/metrics/json", "*/*"))).isEqualTo(expected);
    assertThat(served.content.registry.repairedLabels()).isZero();
  }

  /** By the grammar of the text formats: three escapes, and lines that only a line feed ends. */
  private static Map<String, Double> fromText(String text) {
    Map<String, Double> read = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      String begin = NAME + "{tool=\"";
      if (line.startsWith(begin)) {
        StringBuilder value = new StringBuilder();
        int i = begin.length();
        for (; line.charAt(i) != '"'; i++) {
          char c = line.charAt(i);
          if (c == '\\') {
            c = line.charAt(++i);
            assertThat(c).isIn('\\', '"', 'n');
            c = c == 'n' ? '\n' : c;
          }
          value.append(c);
        }
        assertThat(line.substring(i)).startsWith("\"} ");
        Double number = Double.valueOf(line.substring(i + 3));
        assertThat(read.put(value.toString(), number)).as(line).isNull();
      } else {
        assertThat(line)
            .matches("(?s)|# .*|heddle_tool_(in_flight|oldest_seconds|started_created)\\{.*");
      }
    }
    return read;
  }

  private static Map<String, Double> fromProtobuf(byte[] bytes) throws IOException {
    Map<String, Double> read = new HashMap<>();
    InputStream in = new ByteArrayInputStream(bytes);
    for (Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
        family != null;
        family = Metrics.MetricFamily.parseDelimitedFrom(in)) {
      for (Metrics.Metric metric : family.getMetricList()) {
        if (family.getName().equals(NAME)) {
          String value = metric.getLabel(0).getValue();
          assertThat(read.put(value, metric.getCounter().getValue())).as(value).isNull();
        }
      }
    }
    return read;
  }

  private static Map<String, Double> fromJson(byte[] bytes) throws IOException {
    Map<String, Double> read = new HashMap<>();
    List<String> names = new ArrayList<>();
    String label = "";
    try (JsonParser json = new JsonFactory().createParser(bytes)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "name".equals(json.currentName())) {
          names.add(json.getText());
        } else if (token == JsonToken.VALUE_STRING && "tool".equals(json.currentName())) {
          label = json.getText();
        } else if (token.isNumeric() && names.get(names.size() - 1).equals(NAME)) {
          assertThat(read.put(label, json.getDoubleValue())).as(label).isNull();
        }
      }
    }
    return read;
  }
}
