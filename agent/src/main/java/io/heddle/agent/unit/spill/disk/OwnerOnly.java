package io.heddle.agent.unit.spill.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** File attributes that give access to the user of this JVM alone, where the system has them. */
final class OwnerOnly {
  private final FileAttribute<?>[] file;
  private final FileAttribute<?>[] directory;

  private OwnerOnly(FileAttribute<?>[] file, FileAttribute<?>[] directory) {
    this.file = file;
    this.directory = directory;
  }

  /** Returns the attributes for files and directories below this path. */
  static OwnerOnly below(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new OwnerOnly(only("rw-------"), only("rwx------"))
        : new OwnerOnly(none(), none());
  }

  private static FileAttribute<?>[] only(String permissions) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  private static FileAttribute<?>[] none() {
    return new FileAttribute<?>[0];
  }

  FileAttribute<?>[] file() {
    return file;
  }

  FileAttribute<?>[] directory() {
    return directory;
  }

  /** Reads the attributes of a file: of a symbolic link itself, not of its target. */
  static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
