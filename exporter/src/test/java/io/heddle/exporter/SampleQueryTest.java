package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.exporter.report.SampleRange;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleQueryTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "&", "a=b", "Limit=5&SINCE=x", "%zz=1", "limits=x&sinc=y", "=limit"})
  void shouldAskForAllWithoutParameters(String query) {
    assertThat(SampleQuery.parse(query))
        .isEqualTo(new SampleRange(SampleRange.EVER, SampleRange.ALL));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, 0",
    "limit=007, 7",
    "a=%zz&limit=10&b, 10",
    "%6cimit=%31, 1",
    "limit=9223372036854775807, 9223372036854775807"
  })
  void shouldReadLimits(String query, long limit) {
    assertThat(SampleQuery.parse(query)).isEqualTo(new SampleRange(SampleRange.EVER, limit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "1.0", "1e3", "0x1", " 1", "ten", "9223372036854775808", "%D9%A1"})
  void shouldRefuseOtherLimits(String value) {
    assertThatThrownBy(() -> SampleQuery.parse("limit=" + value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("limit must be a whole number from 0 to 9223372036854775807, not '.*'");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00Z, 2026-11-21T10:00:00Z",
    "2026-11-21t10:00:00.5z, 2026-11-21T10:00:00.500Z",
    "2026-11-21T10:00:00.123456789012345Z, 2026-11-21T10:00:00.124Z",
    "2026-11-21T10:00:00%2B02:00, 2026-11-21T08:00:00Z",
    "2026-11-21T10:00:00+02:00, 2026-11-21T08:00:00Z",
    "2026-11-21T10:00:00%2002:00, 2026-11-21T08:00:00Z",
    "2026-11-21T10%3A00%3A00.25-05:30, 2026-11-21T15:30:00.250Z",
    "2026-11-21T10:00:00-00:00, 2026-11-21T10:00:00Z",
    "1700000000, 2023-11-14T22:13:20Z",
    "1700000000.25, 2023-11-14T22:13:20.250Z",
    "1700000000.0001, 2023-11-14T22:13:20.001Z",
    "1.7e+9, 2023-11-14T22:13:20Z",
    "1.7E9, 2023-11-14T22:13:20Z",
    "-1.5, 1969-12-31T23:59:58.500Z",
    "0, 1970-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
  })
  void shouldReadTimes(String value, String expected) {
    assertThat(SampleQuery.parse("since=" + value))
        .isEqualTo(new SampleRange(Instant.parse(expected).toEpochMilli(), SampleRange.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-11-21",
        "2026-11-21T10:00:00",
        "2026-11-21T10:00Z",
        "2026-11-21%2010:00:00Z",
        "2026-13-21T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "2026-11-21T24:00:01Z",
        "2026-11-21T10:00:00+25:00",
        "2026-11-21T10:00:00.Z",
        "2026-11-21T10:00:00+0200",
        "1700000000000",
        "1e99",
        "NaN",
        "Inf",
        "0x10",
        "--1",
        "5m"
      })
  void shouldRefuseOtherTimes(String value) {
    assertThatThrownBy(() -> SampleQuery.parse("since=" + value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("since must be a time of RFC 3339 such as 2026-01-31T12:00:00Z,")
        .hasMessageMatching(".*, not '.*'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit", "since"})
  void shouldRefuseAParameterTwice(String name) {
    assertThatThrownBy(() -> SampleQuery.parse(name + "=1&" + name + "=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " may be given once only");
  }

  @Test
  void shouldRefuseBrokenEscapesAndShorten() {
    assertThatThrownBy(() -> SampleQuery.parse("limit=%zz"))
        .hasMessage("limit has a broken percent escape: '%zz'");
    assertThatThrownBy(() -> SampleQuery.parse("limit=" + "x".repeat(5000)))
        .hasMessageEndingWith("not '" + "x".repeat(40) + "…'");
    assertThatThrownBy(() -> SampleQuery.parse("limit")).hasMessageEndingWith("not ''");
  }
}
