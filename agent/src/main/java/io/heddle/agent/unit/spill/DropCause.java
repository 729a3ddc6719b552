package io.heddle.agent.unit.spill;

/** Why a sample did not get to the disk. */
enum DropCause {
  /** More came than the disk took. */
  QUEUE("queue"),
  /** The disk failed for so long that the queue filled up. */
  DISK("disk"),
  /** It could not be said in JSON. */
  SERIALIZE("serialize"),
  /** It came after the end, or the end had no time for it. */
  CLOSED("closed");

  private final String key;

  DropCause(String key) {
    this.key = key;
  }

  /** As it is published. */
  String key() {
    return key;
  }
}
