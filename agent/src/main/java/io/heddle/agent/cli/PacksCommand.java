package io.heddle.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints the built-in packs, with the libraries and versions that each covers. */
final class PacksCommand implements Command {
  private static final String DIRECTORY = "packs/";
  private static final String INDEX = DIRECTORY + "index";

  private final Resources resources;
  private final PackReader reader;

  PacksCommand(Resources resources, PackReader reader) {
    this.resources = resources;
    this.reader = reader;
  }

  /** Opens what is in the jar; {@code ClassLoader::getResourceAsStream} is one. */
  interface Resources {
    @Nullable InputStream open(String name);
  }

  /** Reads one pack. */
  interface PackReader {
    /** The columns of one pack; throws IOException when it cannot be read. */
    Row read(String fileName, InputStream yaml) throws IOException;
  }

  /** What the table shows of one pack. */
  record Row(String name, String library, String versions, String counts) {}

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 0, "packs takes no argument.");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "LIBRARY", "VERSIONS", "COUNTS"));
    try {
      for (String fileName : fileNames()) {
        Row row = read(fileName);
        rows.add(List.of(row.name(), row.library(), row.versions(), row.counts()));
      }
    } catch (IOException e) {
      throw CommandException.failed("The packs of this jar cannot be read: " + e.getMessage());
    }
    TextTable.lines(rows).forEach(console::print);
    return 0;
  }

  /** The first column of the index; a file stands in it once for each class it waits for. */
  private Set<String> fileNames() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try (InputStream index = open(INDEX)) {
      String text = new String(index.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .map(line -> line.split("\t", 2)[0].strip())
          .filter(name -> !name.isEmpty())
          .forEach(names::add);
    }
    return names;
  }

  private Row read(String fileName) throws IOException {
    try (InputStream yaml = open(DIRECTORY + fileName)) {
      return reader.read(fileName, yaml);
    }
  }

  private InputStream open(String name) throws IOException {
    InputStream resource = resources.open(name);
    if (resource == null) {
      throw new IOException("there is no " + name + ".");
    }
    return resource;
  }
}
