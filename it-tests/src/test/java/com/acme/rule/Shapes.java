package com.acme.rule;

import java.util.List;
import java.util.function.Supplier;

/** One class for each way in which a rule can name its methods. */
public final class Shapes {
  private Shapes() {}

  /** An interface with a default and a static method. */
  public interface Shape {
    double area();

    default String name() {
      return "shape";
    }

    static int sides(int n) {
      return n;
    }
  }

  /** Abstract, implements {@link Shape} for its children. */
  public abstract static class Round implements Shape {
    abstract double radius();

    double twice() {
      return 2 * radius();
    }
  }

  /** Indirect implementation. */
  public static final class Circle extends Round {
    @Override
    public double area() {
      return 3 * radius();
    }

    @Override
    double radius() {
      return 1;
    }
  }

  /** Direct implementation, a record. */
  public record Square(double side) implements Shape {
    @Override
    public double area() {
      return side * side;
    }
  }

  /** Generic with a bridge. */
  public static final class Text implements Comparable<Text>, Supplier<String> {
    @Override
    public int compareTo(Text other) {
      return 0;
    }

    @Override
    public String get() {
      return "text";
    }

    <T extends Comparable<T>> T most(List<T> all) {
      return all.get(0);
    }
  }

  /** Every sort of signature. */
  public static final class Kinds {
    synchronized long wide(long a, double b, int c) {
      return a + (long) b + c;
    }

    static synchronized double both(double a, long b) {
      return a + b;
    }

    void nothing() {}

    int some(String... all) {
      return all.length;
    }

    int some(int one) {
      return one;
    }

    int[][] arrays(byte[] a, String[][] b) {
      return new int[a.length][b.length];
    }

    boolean flag(boolean b, char c, short s, byte y, float f) {
      return b;
    }

    float changed(int value) {
      value = value + 1;
      return value;
    }
  }

  /** An enum with a body. */
  public enum Level {
    LOW {
      @Override
      int weight() {
        return 1;
      }
    },
    HIGH;

    int weight() {
      return 2;
    }
  }

  /** Annotated as a whole. */
  @Measured
  public static final class Marked {
    int first() {
      return 1;
    }

    int second() {
      return 2;
    }
  }

  /** One method is annotated. */
  public static final class Partly {
    @Measured
    int yes() {
      return 1;
    }

    int no() {
      return 2;
    }
  }

  /** Left out by an exclude. */
  public static final class Excluded {
    int first() {
      return 1;
    }
  }
}
