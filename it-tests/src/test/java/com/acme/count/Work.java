package com.acme.count;

import java.util.concurrent.CountDownLatch;

/** Methods whose runs are counted. */
public final class Work {
  static int sum;

  private Work() {}

  static int quick(int value) {
    return value + 1;
  }

  static void through() {
    Deep.callee(3);
  }

  static int depth(int left) {
    return left == 1 ? 1 : 1 + depth(left - 1);
  }

  static int overflow(int value) {
    return value < 0 ? 0 : overflow(value + 1) + 1;
  }

  static void error(boolean really) {
    if (really) {
      throw new AssertionError("on purpose");
    }
  }

  static void linkage(boolean really) {
    if (really) {
      throw new NoClassDefFoundError("on purpose");
    }
  }

  static void park(CountDownLatch inside, CountDownLatch leave) throws InterruptedException {
    inside.countDown();
    leave.await();
  }

  /** Not woven: throws from further down. */
  static final class Deep {
    private Deep() {}

    static void callee(int left) {
      if (left > 0) {
        callee(left - 1);
      } else {
        throw new IllegalStateException("on purpose");
      }
    }
  }

  /** Overridden by {@link Child}. */
  static class Parent {
    int over() {
      return 1;
    }
  }

  /** Calls super. */
  static final class Child extends Parent {
    @Override
    int over() {
      return super.over() + 1;
    }
  }
}
