package io.heddle.agent.unit.spill.disk;

/** The kinds of errors of the spill, most of them of the disk. */
public enum SpillError {
  /** A directory cannot be made, or something else is in its place. */
  CREATE_DIR("create_dir"),
  /** A symbolic link is in the place of a directory or file: it is not followed. */
  SYMLINK("symlink"),
  LOCK("lock"),
  LIST("list"),
  WRITE("write"),
  /** The segment that was being written was removed. */
  REMOVED("removed"),
  DELETE("delete"),
  READ("read"),
  SERIALIZE("serialize"),
  /** An unexpected error. */
  INTERNAL("internal");

  private final String key;

  SpillError(String key) {
    this.key = key;
  }

  /** Returns the value of the label that is published. */
  public String key() {
    return key;
  }
}
