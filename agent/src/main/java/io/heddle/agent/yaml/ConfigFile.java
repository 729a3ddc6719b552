package io.heddle.agent.yaml;

import io.heddle.agent.yaml.YamlNode.Entries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a file, and reports everything that can be wrong with a file. */
public final class ConfigFile {
  /** Maximum size of a file, in bytes: 1 MiB. */
  static final int MOST_BYTES = 1 << 20;

  private ConfigFile() {}

  /**
   * Returns the settings of the file; if it cannot be read, none, and adds a problem.
   *
   * @param beforeRules runs before the file is parsed if it may have rules; or null
   */
  public static Entries read(String path, Problems problems, @Nullable Runnable beforeRules) {
    byte[] bytes = bytes(path, problems);
    return bytes == null
        ? Entries.empty(Position.of(path))
        : parse(path, bytes, problems, beforeRules);
  }

  /** Returns the content of the file; if it cannot be read, null, and adds a problem. */
  public static byte @Nullable [] bytes(String path, Problems problems) {
    Position file = Position.of(path);
    try {
      return bytes(Path.of(path), file, problems);
    } catch (NoSuchFileException e) {
      problems.add(file, "no such file; name an existing YAML file with config=PATH");
    } catch (InvalidPathException e) {
      problems.add(Position.of(Messages.brief(path)), "is not a path; name a YAML file");
    } catch (IOException | SecurityException e) {
      problems.add(file, "cannot be read: " + reason(e) + "; a readable YAML file is needed");
    }
    return null;
  }

  /**
   * Returns the settings of a file with this content.
   *
   * @param beforeRules runs before the content is parsed if it may have rules; or null
   */
  public static Entries parse(
      String path, byte[] bytes, Problems problems, @Nullable Runnable beforeRules) {
    Position file = Position.of(path);
    String text = decode(bytes, file, problems);
    if (text == null) {
      return Entries.empty(file);
    }
    if (beforeRules != null && text.contains("rules:")) {
      beforeRules.run();
    }
    return YamlReader.parse(path, text, problems);
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : Messages.brief(String.valueOf(e.getMessage()));
  }

  private static byte @Nullable [] bytes(Path path, Position file, Problems problems)
      throws IOException {
    if (Files.isDirectory(path)) {
      problems.add(file, "is a directory; a YAML file is needed");
      return null;
    }
    // a pipe could block the start for ever
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      problems.add(file, "is not a regular file; a YAML file is needed");
      return null;
    }
    if (Files.exists(path) && Files.size(path) > MOST_BYTES) {
      problems.add(file, "is larger than 1 MB, the most that a configuration may have");
      return null;
    }
    try (InputStream in = Files.newInputStream(path)) {
      // the file may have grown meanwhile
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        problems.add(file, "is larger than 1 MB, the most that a configuration may have");
        return null;
      }
      return bytes;
    }
  }

  private static @Nullable String decode(byte[] bytes, Position file, Problems problems) {
    if (bytes.length >= 2
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE))) {
      problems.add(at(file, bytes, 0), "starts with a UTF-16 byte order mark; save it as UTF-8");
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      problems.add(at(file, bytes, in.position()), "is not UTF-8 here; save the file as UTF-8");
      return null;
    }
  }

  private static Position at(Position file, byte[] bytes, int index) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < index; i++) {
      boolean newline = bytes[i] == '\n';
      line += newline ? 1 : 0;
      // bytes 10xxxxxx continue a character
      column = newline ? 1 : column + ((bytes[i] & 0xC0) == 0x80 ? 0 : 1);
    }
    return new Position(file.source(), line, column);
  }
}
