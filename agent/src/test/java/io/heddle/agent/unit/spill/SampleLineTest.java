package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.exporter.report.UnitSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleLineTest {
  private static final UnitSample WHOLE = new UnitSample(7, 1_700_000_000_007L, 101.25, 4096, 1, 2);

  private static String line(String unit, UnitSample sample) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SampleLine.write(out, unit, sample);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static UnitSample parse(String line) throws IOException {
    byte[] bytes = ("xx" + line).getBytes(StandardCharsets.UTF_8);
    return SampleLine.parse(bytes, 2, bytes.length - 2);
  }

  @Test
  void shouldWriteTheSeedsFields() throws IOException {
    assertThat(line("a1", WHOLE))
        .isEqualTo(
            "{\"unit_hash\":\"a1\",\"seq\":7,\"sample\":{"
                + "\"timestamp\":\"2023-11-14T22:13:20.007Z\",\"cpu_percent\":101.25,"
                + "\"rss_bytes\":4096,\"io_read_bytes\":1,\"io_write_bytes\":2}}\n");
  }

  @Test
  void shouldLeaveOutWhatIsNotKnown() throws IOException {
    UnitSample unknown = new UnitSample(0, 1_700_000_000_000L, Double.NaN, -1, -1, -1);
    String line = line("a1", unknown);
    assertThat(line)
        .isEqualTo(
            "{\"unit_hash\":\"a1\",\"seq\":0,\"sample\":{"
                + "\"timestamp\":\"2023-11-14T22:13:20.000Z\"}}\n");
    assertThat(parse(line)).isEqualTo(unknown);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void shouldTakeAnInfiniteFigureAsUnknown(double cpu) throws IOException {
    String line = line("a", new UnitSample(1, 2, cpu, 3, 4, 5));
    assertThat(line).doesNotContain("cpu_percent");
    assertThat(parse(line).cpuPercent()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1",
        "",
        "with \"quotes\" and \\ and \n",
        "\u00e4\u20ac\ud83d\ude00",
        "tab\t\u0001",
        "\ud800"
      })
  void shouldReadBackWhatItWrote(String unit) throws IOException {
    for (long at : new long[] {0, -1, 1_700_000_000_999L, 253_402_300_800_000L, Long.MAX_VALUE}) {
      UnitSample sample = new UnitSample(Long.MAX_VALUE, at, 1e-300, Long.MAX_VALUE, 0, 1);
      String line = line(unit, sample);
      assertThat(line)
          .endsWith("\n")
          .startsWith(new String(SampleLine.head(unit), StandardCharsets.UTF_8));
      assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
      assertThat(parse(line)).isEqualTo(sample);
    }
  }

  @Test
  void shouldPassOverFieldsOfALaterVersion() throws IOException {
    assertThat(
            parse(
                "{\"unit_hash\":\"a\",\"new\":{\"x\":[1,{}]},\"seq\":3,\"sample\":{\"net_rx_bytes\":5,"
                    + "\"list\":[1],\"timestamp\":\"1970-01-01T00:00:00.001Z\"},\"z\":null}"))
        .isEqualTo(new UnitSample(3, 1, Double.NaN, -1, -1, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"seq\":1}",
        "{\"seq\":1,\"sample\":{}}",
        "{\"seq\":1,\"sample\":[]}",
        "{\"seq\":\"x\",\"sample\":{\"timestamp\":\"1970-01-01T00:00:00Z\"}}",
        "{\"seq\":1,\"sample\":{\"timestamp\":\"yesterday\"}}",
        "{\"seq\":1,\"sample\":{\"timestamp\":{}}}",
        "{\"seq\":1,\"sample\":{\"timestamp\":\"1970-01-01T00:00:00Z\",\"cpu_percent\":\"high\"}}",
        "{\"seq\":1,\"sample\":{\"timestamp\":\"1970-01-01T00:00:00Z\"}} {}",
        "{\"seq\":99999999999999999999,\"sample\":{\"timestamp\":\"1970-01-01T00:00:00Z\"}}",
        "\u0000\u0000\u0000"
      })
  void shouldRefuseWhatIsNoLineOfOurs(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseEveryPartOfALine() throws IOException {
    String line = line("a1", WHOLE);
    for (int length = 0; length < line.length() - 1; length++) {
      String part = line.substring(0, length);
      assertThatThrownBy(() -> parse(part)).as(part).isInstanceOf(IOException.class);
    }
  }
}
