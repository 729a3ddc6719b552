package io.heddle.agent.pack;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.TypePattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pack files in the jar, and the index of the classes whose load wakes them. */
public final class PackFiles {
  private static final String DIRECTORY = "packs/";
  private static final String INDEX = DIRECTORY + "index";
  private static final String SUFFIX = ".yaml";

  private final Resources resources;
  private volatile @Nullable List<Line> index;

  /** Creates a reader of the pack files in these resources. */
  public PackFiles(Resources resources) {
    this.resources = resources;
  }

  /** Opens resources of the jar, as {@code ClassLoader::getResourceAsStream} does. */
  public interface Resources {
    /** Opens the resource, or returns null if there is none. */
    @Nullable InputStream open(String name);
  }

  /**
   * A line of the index, which is written when the jar is packed.
   *
   * @param file name of a pack file, such as {@code jdk-process.yaml}
   * @param key {@code trigger}, {@code type}, {@code wake}, or {@code parent} for the type of a
   *     rule with subtypes
   * @param type exact name or glob of a class
   */
  public record Line(String file, String key, String type) {}

  /**
   * Returns the lines of the index for one pack, as {@link #index()} reads them.
   *
   * @param file name of the pack file
   */
  public static String indexOf(String file, PackSpec pack) {
    Set<String> lines = new LinkedHashSet<>();
    if (pack.trigger() != null) {
      lines.add("trigger\t" + pack.trigger());
    }
    for (String type : pack.wake()) {
      lines.add("wake\t" + type);
    }
    for (RuleSpec rule : pack.rules()) {
      TypePattern type = rule.selector().type();
      if (type != null) {
        lines.add("type\t" + type.text());
        if (rule.selector().subtypes()) {
          lines.add("parent\t" + type.text());
        }
      }
    }
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(file).append('\t').append(line).append('\n');
    }
    return text.toString();
  }

  /** Returns the index, which is read once. */
  public List<Line> index() throws IOException {
    List<Line> known = index;
    if (known == null) {
      known = readIndex();
      index = known;
    }
    return known;
  }

  private List<Line> readIndex() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String line : read(INDEX).split("\n", -1)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 3) {
        lines.add(new Line(parts[0], parts[1], parts[2]));
      }
    }
    return Collections.unmodifiableList(lines);
  }

  /** Returns the files that the index names. */
  public Set<String> names() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (Line line : index()) {
      names.add(line.file());
    }
    return names;
  }

  /** Returns the names of the packs, as the setting {@code packs} lists them. */
  public Set<String> packs() throws IOException {
    Set<String> packs = new LinkedHashSet<>();
    for (String file : names()) {
      packs.add(packOf(file));
    }
    return packs;
  }

  /** Returns the name of the pack in a file: the file's name without {@code .yaml}. */
  public static String packOf(String file) {
    return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
  }

  /** Returns the YAML text of one file. */
  public String text(String file) throws IOException {
    return read(DIRECTORY + file);
  }

  /** Returns the text of a {@link PlainPack}, or null if the pack of this file is none. */
  @Nullable String plain(String file) throws IOException {
    try (InputStream resource = resources.open(plainFile(file))) {
      return resource == null ? null : new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the path in the jar at which a pack may lie as a {@link PlainPack}. */
  public static String plainFile(String file) {
    return DIRECTORY + packOf(file) + ".rules";
  }

  private String read(String name) throws IOException {
    try (InputStream resource = resources.open(name)) {
      if (resource == null) {
        throw new IOException("there is no " + name);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
