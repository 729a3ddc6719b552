package io.heddle.agent.cli.top.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      out.writeBytes(
          part instanceof Integer number
              ? new byte[] {number.byteValue()}
              : part instanceof Double real
                  ? ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(real).array()
                  : part instanceof String text
                      ? text.getBytes(StandardCharsets.UTF_8)
                      : (byte[]) part);
    }
    return out.toByteArray();
  }

  private static byte[] field(int number, Object... content) {
    byte[] inner = bytes(content);
    return bytes(number << 3 | 2, inner.length, inner);
  }

  private static byte[] family(String name, byte[]... metrics) {
    byte[] whole = field(1, name);
    for (byte[] metric : metrics) {
      whole = bytes(whole, metric);
    }
    return bytes(whole.length, whole);
  }

  private static byte[] label(String name, String value) {
    return field(1, field(1, name), field(2, value));
  }

  @Test
  void shouldReadCountersAndGaugesWithLabelsAndBegin() throws IOException {
    byte[] created = field(3, 1 << 3, 5, 2 << 3, 7);
    byte[] counter = field(4, label("tool", "sé"), field(3, 1 << 3 | 1, 4.5, created));
    byte[] gauge = field(4, field(2, 1 << 3 | 1, 2.0));
    assertThat(Exposition.parse(bytes(family("a_total", counter), family("b", gauge))))
        .containsExactly(
            new Metric(
                "a_total",
                List.of(
                    new Metric.Series(
                        Map.of("tool", "sé"), 4.5, 5_000_000_007L, NativeHistogram.EMPTY))),
            new Metric("b", List.of(new Metric.Series(Map.of(), 2.0, 0, NativeHistogram.EMPTY))));
  }

  @Test
  void shouldReadNativeBuckets() throws IOException {
    // spans of 2 and of 1 that begins 3 later; counts 5, 2, 7; signed numbers are zigzag
    byte[] first = field(12, 1 << 3, 3, 2 << 3, 2);
    byte[] second = field(12, 1 << 3, 6, 2 << 3, 1);
    byte[] singly = bytes(13 << 3, 10, 13 << 3, 5, 13 << 3, 10);
    byte[] packed = field(13, 10, 5, 10);
    for (byte[] deltas : List.of(singly, packed)) {
      byte[] histogram = field(7, 5 << 3, 6, 6 << 3 | 1, 1e-9, 7 << 3, 4, first, second, deltas);
      NativeHistogram read =
          Exposition.parse(family("h", field(4, histogram))).get(0).series().get(0).histogram();
      assertThat(read)
          .isEqualTo(new NativeHistogram(3, 1e-9, 4, new TreeMap<>(Map.of(-2, 5L, -1, 2L, 3, 7L))));
    }
  }

  @Test
  void shouldRefuseWhatIsNoExposition() {
    byte[] whole = family("a_total", field(4, label("x", "y"), field(3, 1 << 3 | 1, 4.5)));
    assertThatThrownBy(() -> Exposition.parse(Arrays.copyOf(whole, whole.length - 3)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Exposition.parse(bytes("<html><body>")))
        .isInstanceOf(IOException.class);
    byte[] moreBuckets = field(4, field(7, field(12, 1 << 3, 0, 2 << 3, 9)));
    assertThatThrownBy(() -> Exposition.parse(family("h", moreBuckets)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldFailWithNothingElseForBrokenBytes() {
    Random random = new Random(1);
    byte[] junk = new byte[200];
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(junk);
      junk[0] = 100;
      try {
        Exposition.parse(junk);
      } catch (IOException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }
}
