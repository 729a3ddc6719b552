package com.example.peer;

/** Three methods that a tool may measure. */
public interface Workload {
  /** A method of about 4 ns. */
  long call(long seed);

  /** A method that ends in an exception which a method further down has thrown. */
  long fail(long seed);

  /**
   * A recursion, as MooBench has it.
   *
   * @param nanos how long the innermost call waits, busily
   * @param depth number of calls, the outermost included
   */
  long recurse(long nanos, int depth);

  /** The calls that the workload counted by itself; -1 if it does not count. */
  default long counted() {
    return -1;
  }
}
