package io.heddle.registry.family;

import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.Point;
import java.util.AbstractList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The points of one metric that wait until their family has been read: a reference and a whole
 * number each, of one byte if all are small, of four or eight if one is not. A list of points took
 * 36 bytes each. A point is made where it is asked for. Not thread-safe.
 */
final class ReadPoints extends AbstractList<Point> {
  /** The labels of a point, and the time when it began. */
  interface Owner {
    /** Returns the labels, always the same instance. */
    LabelSet labels();

    /** Returns the time when the counter began, in milliseconds since 1970. */
    long createdMillis();
  }

  private static final Owner[] NONE = {};

  // those of another metric with the same label sets in the same order, or null
  private final @Nullable ReadPoints shared;
  private final boolean withCreated;
  private final double divisor;
  private @Nullable Owner[] owners;
  private byte[] bytes;
  private int @Nullable [] ints;
  private long @Nullable [] longs;
  private int size;

  /** Creates an empty list of points of a counter, with room for so many. */
  ReadPoints(int room) {
    this(null, true, 1, room);
  }

  /** Creates an empty list of points of a gauge for the same label sets. */
  ReadPoints(ReadPoints shared) {
    this(shared, false, 1, shared.bytes.length);
  }

  private ReadPoints(@Nullable ReadPoints shared, boolean withCreated, double divisor, int room) {
    this.shared = shared;
    this.withCreated = withCreated;
    this.divisor = divisor;
    this.owners = shared == null && room > 0 ? new Owner[room] : NONE;
    this.bytes = new byte[room];
  }

  /** Creates an empty list of points of a gauge in seconds, whose values are milliseconds. */
  static ReadPoints ofMilliseconds() {
    return new ReadPoints(null, false, 1000, 0);
  }

  /** Adds a point of an owner, which is that of {@link #shared} if there is one. */
  void add(Owner owner, long value) {
    int at = size++;
    if (shared == null) {
      if (at >= owners.length) {
        owners = Arrays.copyOf(owners, room(at));
      }
      owners[at] = owner;
    }
    if (longs == null && ints == null && value == (byte) value) {
      if (at >= bytes.length) {
        bytes = Arrays.copyOf(bytes, room(at));
      }
      bytes[at] = (byte) value;
    } else if (longs == null && value == (int) value) {
      ints(at)[at] = (int) value;
    } else {
      longs(at)[at] = value;
    }
  }

  private static int room(int full) {
    return Math.max(16, 2 * full);
  }

  private int[] ints(int at) {
    int[] wide = ints;
    if (wide == null) {
      wide = new int[Math.max(bytes.length, at + 1)];
      for (int i = 0; i < at; i++) {
        wide[i] = bytes[i];
      }
      bytes = new byte[0];
    }
    wide = at < wide.length ? wide : Arrays.copyOf(wide, room(at));
    ints = wide;
    return wide;
  }

  private long[] longs(int at) {
    long[] wide = longs;
    if (wide == null) {
      int[] narrow = ints(at);
      wide = new long[narrow.length];
      for (int i = 0; i < at; i++) {
        wide[i] = narrow[i];
      }
      ints = null;
    }
    wide = at < wide.length ? wide : Arrays.copyOf(wide, room(at));
    longs = wide;
    return wide;
  }

  private long value(int index) {
    long[] widest = longs;
    int[] wide = ints;
    if (widest != null) {
      return widest[index];
    }
    return wide != null ? wide[index] : bytes[index];
  }

  @Override
  public Point get(int index) {
    Owner owner = index >= size ? null : (shared == null ? owners : shared.owners)[index];
    if (owner == null) {
      throw new IndexOutOfBoundsException(index);
    }
    double value = value(index) / divisor;
    return new Point(owner.labels(), value, withCreated ? owner.createdMillis() : 0);
  }

  @Override
  public int size() {
    return size;
  }

  /** Adds the points of another list of a counter. */
  void addAll(ReadPoints more) {
    for (int i = 0; i < more.size; i++) {
      Owner owner = more.owners[i];
      if (owner != null) {
        add(owner, more.value(i));
      }
    }
  }
}
