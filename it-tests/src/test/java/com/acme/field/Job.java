package com.acme.field;

/** What other loaders of an application implement. */
public interface Job {
  /** Works. */
  int run(int x);
}
