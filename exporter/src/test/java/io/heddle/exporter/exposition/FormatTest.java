package io.heddle.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEXT         | ''",
        "TEXT         | */*",
        "TEXT         | text/html,application/xhtml+xml,*/*;q=0.8",
        "TEXT         | image/png",
        "TEXT         | text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "TEXT         | text/plain;version=9;q=1",
        "OPEN_METRICS | application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5",
        "OPEN_METRICS | application/openmetrics-text; version=0.0.1; charset=utf-8",
        "OPEN_METRICS | text/plain;q=0.3, APPLICATION/OpenMetrics-Text;q=0.7",
        "TEXT         | application/openmetrics-text;q=0.2,text/plain;q=0.9",
        "TEXT         | application/openmetrics-text;q=0",
        "TEXT         | application/openmetrics-text;q=abc",
        "TEXT         | application/openmetrics-text;version=2.0.0",
        "PROTOBUF     | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
        "OPEN_METRICS | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.4,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5",
        "PROTOBUF     | application/vnd.google.protobuf; proto=\"io.prometheus.client.MetricFamily\"; encoding=\"delimited\"",
        "TEXT         | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text",
        "TEXT         | application/vnd.google.protobuf"
      })
  void shouldPickTheHighestQuality(Format expected, String accept) {
    assertThat(Format.accepted(accept)).isEqualTo(expected);
  }
}
