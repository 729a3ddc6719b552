package io.heddle.benchmarks.peers;

/**
 * The number of spans in an OTLP request: three levels of protobuf messages, read by hand, since
 * nothing else here needs the generated classes.
 */
final class OtlpSpans {
  private static final int LENGTH_DELIMITED = 2;
  // ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans
  private static final int[] FIELDS = {1, 2, 2};

  private final byte[] bytes;
  private int at;

  private OtlpSpans(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Counts the spans of one request. */
  static long count(byte[] request) {
    return new OtlpSpans(request).count(request.length, 0);
  }

  private long count(int end, int level) {
    long spans = 0;
    while (at < end) {
      long tag = varint();
      switch ((int) (tag & 7)) {
        case 0 -> varint();
        case 1 -> at += 8;
        case LENGTH_DELIMITED -> {
          int next = (int) varint() + at;
          if (tag >>> 3 == FIELDS[level]) {
            spans += level == FIELDS.length - 1 ? 1 : count(next, level + 1);
          }
          at = next;
        }
        case 5 -> at += 4;
        default -> throw new IllegalArgumentException("no protobuf at byte " + at);
      }
    }
    return spans;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
