package io.heddle.agent.unit.spill.disk;

/** What can go wrong with the disk. */
public enum SpillError {
  /** A directory that cannot be made, or something else is in its place. */
  CREATE_DIR("create_dir"),
  /** A symbolic link in the place of a directory: it is not followed. */
  SYMLINK("symlink"),
  LOCK("lock"),
  LIST("list"),
  WRITE("write"),
  /** Somebody has removed the segment that was being written. */
  REMOVED("removed"),
  DELETE("delete"),
  READ("read"),
  SERIALIZE("serialize"),
  /** What nobody thought of. */
  INTERNAL("internal");

  private final String key;

  SpillError(String key) {
    this.key = key;
  }

  /** As it is published. */
  public String key() {
    return key;
  }
}
