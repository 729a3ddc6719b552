package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Formats times as RFC 3339 in UTC with milliseconds. Cheap for successive times. Not thread-safe.
 */
final class TimestampFormat {
  private static final long MINUTE = 60_000;
  // the years 0 to 9999; RFC 3339 has no others
  private static final long FIRST = -62_167_219_200_000L;
  private static final long LAST = 253_402_300_799_999L;

  private final char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
  private long minute = Long.MIN_VALUE;

  void field(JsonGenerator json, String name, long epochMillis) throws IOException {
    json.writeFieldName(name);
    if (epochMillis < FIRST || epochMillis > LAST) {
      json.writeNull();
      return;
    }
    long now = Math.floorDiv(epochMillis, MINUTE);
    if (now != minute) {
      begin(now);
    }
    int rest = (int) Math.floorMod(epochMillis, MINUTE);
    digits(17, 2, rest / 1000);
    digits(20, 3, rest % 1000);
    json.writeString(text, 0, text.length);
  }

  private void begin(long next) {
    OffsetDateTime time = Instant.ofEpochSecond(next * 60).atOffset(ZoneOffset.UTC);
    digits(0, 4, time.getYear());
    digits(5, 2, time.getMonthValue());
    digits(8, 2, time.getDayOfMonth());
    digits(11, 2, time.getHour());
    digits(14, 2, time.getMinute());
    minute = next;
  }

  private void digits(int at, int count, int value) {
    int left = value;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (char) ('0' + left % 10);
      left /= 10;
    }
  }
}
