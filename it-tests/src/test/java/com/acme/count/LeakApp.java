package com.acme.count;

/** Loaded many times, each by a loader of its own. */
public final class LeakApp {
  private final String name = "leak";

  private LeakApp() {}

  static void steps(LeakApp app) {
    if (app.name.isEmpty()) {
      throw new Failed();
    }
  }

  static void fails() {
    throw new Failed();
  }

  /** An exception of this loader. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  public static void call() {
    steps(new LeakApp());
    try {
      fails();
    } catch (Failed expected) {
      steps(new LeakApp());
    }
  }
}
