package io.heddle.agent.unit.spill;

/** The reason why a sample did not get to the disk. */
enum DropCause {
  /** More samples came than the disk took. */
  QUEUE("queue"),
  /** The disk failed for so long that the queue filled up. */
  DISK("disk"),
  /** The sample could not be written as JSON. */
  SERIALIZE("serialize"),
  /** The sample came after the close, or the close had no time to write it. */
  CLOSED("closed");

  private final String key;

  DropCause(String key) {
    this.key = key;
  }

  /** Returns the value of the label that is published. */
  String key() {
    return key;
  }
}
