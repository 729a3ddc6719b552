package io.heddle.exporter.exposition;

/** Encodes the fields of protobuf messages. */
final class ProtobufFields {
  static final int VARINT = 0;
  static final int FIXED_64 = 1;
  static final int DELIMITED = 2;

  private static final int SECONDS_OF_TIME = 1;
  private static final int NANOS_OF_TIME = 2;

  private ProtobufFields() {}

  static EncodedBytes tag(EncodedBytes into, int field, int type) {
    return into.varint((long) field << 3 | type);
  }

  static void varint(EncodedBytes into, int field, long value) {
    tag(into, field, VARINT).varint(value);
  }

  /** Appends a number that may be negative, as small as its distance from 0. */
  static void signed(EncodedBytes into, int field, long value) {
    tag(into, field, VARINT).varint(value << 1 ^ value >> 63);
  }

  static void fixed(EncodedBytes into, int field, double value) {
    tag(into, field, FIXED_64).fixed(value);
  }

  static void delimited(EncodedBytes into, int field, EncodedBytes content) {
    tag(into, field, DELIMITED).varint(content.size()).put(content);
  }

  /** Appends a timestamp; nothing if it is 0, which means unknown. */
  static void time(EncodedBytes into, int field, long millis) {
    if (millis == 0) {
      return;
    }
    long seconds = millis / 1000;
    long nanos = millis % 1000 * 1_000_000;
    int length =
        (seconds == 0 ? 0 : 1 + varintSize(seconds)) + (nanos == 0 ? 0 : 1 + varintSize(nanos));
    tag(into, field, DELIMITED).varint(length);
    // proto3: a 0 is left out
    if (seconds != 0) {
      varint(into, SECONDS_OF_TIME, seconds);
    }
    if (nanos != 0) {
      varint(into, NANOS_OF_TIME, nanos);
    }
  }

  /** Returns the bytes of a delimited field with a content of so many bytes. */
  static int delimitedSize(int field, int content) {
    return varintSize((long) field << 3) + varintSize(content) + content;
  }

  static int varintSize(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }
}
