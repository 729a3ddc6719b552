package io.heddle.exporter;

import io.heddle.exporter.http.Request;
import io.heddle.exporter.report.SampleRange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code limit} and {@code since} from a query; ignores parameters of other names. */
final class SampleQuery {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  // the blank is a plus that was not escaped
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.([0-9]+))?"
              + "(?:[Zz]|([ +-])([0-9]{2}:[0-9]{2}))");

  private static final Pattern SECONDS =
      Pattern.compile("-?[0-9]+(?:\\.[0-9]*)?(?:[eE][ +-]?[0-9]{1,2})?");

  // the years of RFC 3339; milliseconds taken for seconds are far beyond
  private static final BigDecimal FIRST = seconds("0000-01-01T00:00:00Z");
  private static final BigDecimal END = seconds("+10000-01-01T00:00:00Z");

  private SampleQuery() {}

  /**
   * Parses a query.
   *
   * @param query not decoded
   * @throws IllegalArgumentException in one sentence
   */
  static SampleRange parse(String query) {
    String limit = value(query, "limit");
    String since = value(query, "since");
    return new SampleRange(
        since == null ? SampleRange.EVER : sinceMillis(since),
        limit == null ? SampleRange.ALL : limit(limit));
  }

  private static @Nullable String value(String query, String name) {
    List<String> values = Request.parameters(query, name);
    if (values.size() > 1) {
      throw new IllegalArgumentException(name + " may be given once only");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private static long limit(String value) {
    if (DIGITS.matcher(value).matches()) {
      try {
        return Long.parseLong(value);
      } catch (NumberFormatException e) {
        // too large
      }
    }
    throw new IllegalArgumentException(
        "limit must be a whole number from 0 to "
            + Long.MAX_VALUE
            + ", not "
            + Request.quoted(value));
  }

  private static long sinceMillis(String value) {
    BigDecimal seconds = null;
    Matcher time = RFC_3339.matcher(value);
    if (time.matches()) {
      seconds = seconds(time);
    } else if (SECONDS.matcher(value).matches()) {
      seconds = new BigDecimal(value.replace(' ', '+'));
    }
    if (seconds == null || seconds.compareTo(FIRST) < 0 || seconds.compareTo(END) >= 0) {
      throw new IllegalArgumentException(
          "since must be a time of RFC 3339 such as 2026-01-31T12:00:00Z, or seconds since 1970,"
              + " of the years 0 to 9999, not "
              + Request.quoted(value));
    }
    // up: a sample of this millisecond was taken before
    return seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static @Nullable BigDecimal seconds(Matcher time) {
    String offset = time.group(5);
    String zone = offset == null ? "Z" : ("-".equals(time.group(4)) ? "-" : "+") + offset;
    try {
      BigDecimal whole = seconds(time.group(1) + "T" + time.group(2) + zone);
      String fraction = time.group(3);
      return fraction == null ? whole : whole.add(new BigDecimal("0." + fraction));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static BigDecimal seconds(String time) {
    return BigDecimal.valueOf(OffsetDateTime.parse(time).toInstant().getEpochSecond());
  }
}
