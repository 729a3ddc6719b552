package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitSample;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private static final String JVM =
      "\"id\":\"1\",\"name\":\"java\",\"pid\":41,\"up\":true,\"samples\":2,\"kind\":\"jvm\","
          + "\"started\":\"2023-11-14T22:13:20.000Z\",\"ended\":null";
  private static final String CHILD =
      "\"id\":\"a/b c\",\"name\":\"sleep\",\"pid\":null,\"up\":false,\"samples\":0,"
          + "\"kind\":\"child\",\"started\":null,\"ended\":\"2023-11-14T22:13:21.234Z\"";
  private static final String SUMMARY =
      "{\"latest_cpu_percent\":12.5,\"average_cpu_percent\":null,\"max_cpu_percent\":100,"
          + "\"latest_rss_bytes\":4096,\"average_rss_bytes\":1.5,\"max_rss_bytes\":null,"
          + "\"samples\":2}";

  private Served served;

  @BeforeEach
  void start() throws IOException {
    served = new Served();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private String body(String path) throws IOException {
    String answer = served.get(path);
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Length: ");
    return Served.body(answer);
  }

  @Test
  void shouldListUnits() throws IOException {
    assertThat(body("/api/units")).isEqualTo("{\"units\":[{" + JVM + "},{" + CHILD + "}]}");
  }

  @Test
  void shouldTellOneUnitWithItsSummary() throws IOException {
    assertThat(body("/api/units/1")).isEqualTo("{" + JVM + ",\"summary\":" + SUMMARY + "}");
    assertThat(body("/api/units/a%2Fb%20c?x=y")).isEqualTo("{" + CHILD + ",\"summary\":null}");
  }

  @Test
  void shouldTellSummaries() throws IOException {
    assertThat(body("/api/units/1/summary")).isEqualTo(SUMMARY);
    assertThat(body("/api/units/a%2Fb%20c/summary")).isEqualTo("null");
  }

  @Test
  void shouldTellSamples() throws IOException {
    served.content.samples =
        sink -> {
          sink.take(new UnitSample(0, 1_700_000_000_000L, Double.NaN, 5, -1, 0));
          sink.take(new UnitSample(0, 1_700_000_059_007L, 100.25, -1, 1L << 60, -1));
          sink.take(new UnitSample(0, -1, 0, 0, 0, 0));
          sink.take(new UnitSample(0, Long.MAX_VALUE, 1e300, 0, 0, 0));
        };
    String tail = ",\"net_rx_bytes\":null,\"net_tx_bytes\":null}";
    assertThat(body("/api/units/1/samples"))
        .isEqualTo(
            "{\"unit\":\"1\",\"samples\":["
                + "{\"timestamp\":\"2023-11-14T22:13:20.000Z\",\"cpu_percent\":null,"
                + "\"rss_bytes\":5,\"io_read_bytes\":null,\"io_write_bytes\":0"
                + tail
                + ",{\"timestamp\":\"2023-11-14T22:14:19.007Z\",\"cpu_percent\":100.25,"
                + "\"rss_bytes\":null,\"io_read_bytes\":1152921504606846976,"
                + "\"io_write_bytes\":null"
                + tail
                + ",{\"timestamp\":\"1969-12-31T23:59:59.999Z\",\"cpu_percent\":0,"
                + "\"rss_bytes\":0,\"io_read_bytes\":0,\"io_write_bytes\":0"
                + tail
                + ",{\"timestamp\":null,\"cpu_percent\":1.0E300,"
                + "\"rss_bytes\":0,\"io_read_bytes\":0,\"io_write_bytes\":0"
                + tail
                + "]}");
    assertThat(served.content.asked).isEqualTo(new SampleRange(SampleRange.EVER, SampleRange.ALL));
  }

  @Test
  void shouldPassTheRangeOn() throws IOException {
    assertThat(body("/api/units/a%2Fb%20c/samples?limit=0"))
        .isEqualTo("{\"unit\":\"a/b c\",\"samples\":[]}");
    assertThat(served.content.asked).isEqualTo(new SampleRange(SampleRange.EVER, 0));
    body("/api/units/1/samples?since=2026-11-21T10:00:00.5+02:00&limit=3&_=1");
    assertThat(served.content.asked)
        .isEqualTo(new SampleRange(Instant.parse("2026-11-21T08:00:00.5Z").toEpochMilli(), 3));
  }

  @Test
  void shouldRefuseBadRanges() throws IOException {
    for (String query : List.of("limit=-1", "limit=", "since=soon", "limit=1&limit=1")) {
      assertThat(served.get("/api/units/1/samples?" + query))
          .as(query)
          .startsWith("HTTP/1.1 400 ")
          .contains("{\"error\":\"" + query.substring(0, 5) + " ");
    }
    assertThat(served.content.asked).isNull();
  }

  @Test
  void shouldNotKnowOtherUnits() throws IOException {
    for (String path : List.of("2", "2/summary", "2/samples", "%7Bid%7D", "a%2Fb", "samples")) {
      assertThat(served.get("/api/units/" + path))
          .as(path)
          .startsWith("HTTP/1.1 404 ")
          .endsWith("{\"error\":\"there is no unit of this id\"}");
    }
    for (String path : List.of("", "1/", "/summary", "a/b%20c", "1/other", "1/samples/")) {
      assertThat(served.get("/api/units/" + path))
          .as(path)
          .startsWith("HTTP/1.1 404 ")
          .endsWith("{\"error\":\"there is nothing at this path\"}");
    }
  }

  @Test
  void shouldRefuseOtherMethodsAndAnswerHead() throws IOException {
    for (String path : List.of("", "/1", "/1/summary", "/1/samples")) {
      assertThat(served.request("DELETE", "/api/units" + path)).startsWith("HTTP/1.1 405 ");
      assertThat(served.request("HEAD", "/api/units" + path))
          .as(path)
          .startsWith("HTTP/1.1 200 ")
          .contains("Content-Length: ")
          .endsWith("\r\n\r\n");
    }
  }
}
