package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import java.util.Arrays;

/**
 * Encodes histograms as protobuf messages, with classic buckets and, of durations, native ones. Not
 * thread-safe.
 */
final class ProtobufHistogram {
  private static final int COUNT = 1;
  private static final int SUM = 2;
  private static final int BUCKET = 3;
  private static final int CUMULATIVE_COUNT_OF_BUCKET = 1;
  private static final int BOUND_OF_BUCKET = 2;
  private static final int SCHEMA = 5;
  private static final int ZERO_THRESHOLD = 6;
  private static final int ZERO_COUNT = 7;
  private static final int POSITIVE_SPAN = 12;
  private static final int OFFSET_OF_SPAN = 1;
  private static final int LENGTH_OF_SPAN = 2;
  private static final int POSITIVE_DELTA = 13;
  private static final int CREATED = 15;

  /** Longest gap between two buckets that is filled with empty ones, as client_java does. */
  private static final int MOST_EMPTY = 2;

  private final EncodedBytes content = new EncodedBytes();
  private final EncodedBytes deltas = new EncodedBytes();
  private long[] classic = {};
  // native buckets that have counts, in their order
  private int[] indexes = new int[16];
  private long[] counts = new long[16];
  private int used;
  private long zero;
  // of the layout that was written last, so that a point copies none
  private double[] bounds = {};
  private BucketLayout boundsOf = new BucketLayout(bounds);

  /** Appends the message of a histogram of durations. */
  @SuppressWarnings("ReferenceEquality") // one layout a family
  void encode(EncodedBytes into, BucketLayout layout, HistogramPoint point) {
    if (boundsOf != layout) {
      boundsOf = layout;
      bounds = layout.classicBounds();
      classic = new long[layout.classicSize()];
    }
    layout.classicCounts(point, classic);
    begin(into, bounds, classic, point);
    gather(layout, point);
    ProtobufFields.signed(into, SCHEMA, BucketLayout.SCHEMA);
    ProtobufFields.fixed(into, ZERO_THRESHOLD, BucketLayout.ZERO_THRESHOLD);
    ProtobufFields.varint(into, ZERO_COUNT, zero);
    spans(into);
    ProtobufFields.time(into, CREATED, point.createdMillis());
  }

  /** Appends the message of a histogram of an application's own, which has classic buckets only. */
  void encode(EncodedBytes into, double[] finite, HistogramPoint point) {
    begin(into, finite, point.counts(), point);
    ProtobufFields.time(into, CREATED, point.createdMillis());
  }

  private void begin(
      EncodedBytes into, double[] finite, long[] classicCounts, HistogramPoint point) {
    long count = 0;
    for (long one : classicCounts) {
      count += one;
    }
    ProtobufFields.varint(into, COUNT, count);
    if (!Double.isNaN(point.sum())) {
      ProtobufFields.fixed(into, SUM, point.sum());
    }
    long cumulated = 0;
    for (int i = 0; i < classicCounts.length; i++) {
      cumulated += classicCounts[i];
      content.clear();
      ProtobufFields.varint(content, CUMULATIVE_COUNT_OF_BUCKET, cumulated);
      double bound = i < finite.length ? finite[i] : Double.POSITIVE_INFINITY;
      ProtobufFields.fixed(content, BOUND_OF_BUCKET, bound);
      ProtobufFields.delimited(into, BUCKET, content);
    }
  }

  /** Gathers the native buckets: a cell lies in one of them, so neighbours add up. */
  private void gather(BucketLayout layout, HistogramPoint point) {
    used = 0;
    zero = 0;
    long[] cells = point.counts();
    for (int i = 0; i < cells.length; i++) {
      int cell = point.first() + i;
      if (cells[i] == 0) {
        continue;
      }
      if (layout.isNativeZero(cell)) {
        zero += cells[i];
        continue;
      }
      int index = layout.nativeIndex(cell);
      if (used == 0 || indexes[used - 1] != index) {
        if (used == indexes.length) {
          indexes = Arrays.copyOf(indexes, 2 * used);
          counts = Arrays.copyOf(counts, 2 * used);
        }
        indexes[used] = index;
        counts[used++] = 0;
      }
      counts[used - 1] += cells[i];
    }
  }

  /** Appends spans of neighbours and the differences of their counts. */
  private void spans(EncodedBytes into) {
    deltas.clear();
    int end = 0;
    int offset = 0;
    int length = 0;
    long last = 0;
    for (int i = 0; i < used; i++) {
      int gap = i == 0 ? 0 : indexes[i] - end;
      if (i == 0) {
        offset = indexes[0];
      } else if (gap > MOST_EMPTY) {
        span(into, offset, length);
        offset = gap;
        length = 0;
      } else {
        for (; gap > 0; gap--) {
          length++;
          ProtobufFields.signed(deltas, POSITIVE_DELTA, -last);
          last = 0;
        }
      }
      length++;
      end = indexes[i] + 1;
      ProtobufFields.signed(deltas, POSITIVE_DELTA, counts[i] - last);
      last = counts[i];
    }
    if (used > 0) {
      span(into, offset, length);
      into.put(deltas);
    }
  }

  private void span(EncodedBytes into, int offset, int length) {
    content.clear();
    ProtobufFields.signed(content, OFFSET_OF_SPAN, offset);
    ProtobufFields.varint(content, LENGTH_OF_SPAN, length);
    ProtobufFields.delimited(into, POSITIVE_SPAN, content);
  }
}
