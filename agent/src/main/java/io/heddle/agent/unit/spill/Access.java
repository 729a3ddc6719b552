package io.heddle.agent.unit.spill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may see what the room makes: only the user of this JVM, where the file system can say so. */
final class Access {
  private final FileAttribute<?>[] file;
  private final FileAttribute<?>[] directory;

  private Access(FileAttribute<?>[] file, FileAttribute<?>[] directory) {
    this.file = file;
    this.directory = directory;
  }

  /** For files below this. */
  static Access below(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix ? new Access(only("rw-------"), only("rwx------")) : new Access(none(), none());
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

  /** Of this itself: of a symbolic link, not of what it leads to. */
  static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
