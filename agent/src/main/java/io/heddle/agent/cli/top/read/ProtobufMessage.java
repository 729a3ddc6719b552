package io.heddle.agent.cli.top.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A message in protobuf, read field by field. Not thread-safe. */
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;
  // of the field that was read last
  private int field;
  private int type;
  private long number;
  private int from;

  ProtobufMessage(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtobufMessage(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Reads the next field; returns false at the end of the message. */
  boolean next() throws IOException {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    switch (type) {
      case VARINT -> number = varint();
      case FIXED_64 -> number = fixed(8);
      case FIXED_32 -> number = fixed(4);
      case DELIMITED -> {
        long length = varint();
        from = at;
        skip(length);
      }
      default -> throw new IOException("no protobuf");
    }
    return true;
  }

  /** Reads a message that its length comes before; returns an empty one at the end. */
  ProtobufMessage nextDelimited() throws IOException {
    long length = varint();
    from = at;
    skip(length);
    return new ProtobufMessage(bytes, from, at);
  }

  boolean isAtEnd() {
    return at == end;
  }

  /** Returns the number of the field that was read last. */
  int field() {
    return field;
  }

  long number() {
    return number;
  }

  /** Returns a number that may be negative. */
  long signed() {
    return number >>> 1 ^ -(number & 1);
  }

  double real() {
    return Double.longBitsToDouble(number);
  }

  String text() {
    return type == DELIMITED ? new String(bytes, from, at - from, StandardCharsets.UTF_8) : "";
  }

  ProtobufMessage message() {
    return type == DELIMITED
        ? new ProtobufMessage(bytes, from, at)
        : new ProtobufMessage(bytes, at, at);
  }

  /** Returns true if the field holds numbers one after the other and not one of its own. */
  boolean isPacked() {
    return type == DELIMITED;
  }

  /** Reads one of the numbers that are one after the other. */
  long nextPacked() throws IOException {
    number = varint();
    return signed();
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw new IOException("the protobuf ends early");
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("no protobuf");
  }

  private long fixed(int length) throws IOException {
    int begin = at;
    skip(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[begin + i] & 0xff);
    }
    return value;
  }

  private void skip(long length) throws IOException {
    if (length < 0 || length > end - at) {
      throw new IOException("the protobuf ends early");
    }
    at += (int) length;
  }
}
