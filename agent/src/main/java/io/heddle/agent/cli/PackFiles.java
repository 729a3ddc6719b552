package io.heddle.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pack files in the jar. */
final class PackFiles {
  private static final String DIRECTORY = "packs/";
  private static final String INDEX = DIRECTORY + "index";

  private final Resources resources;

  PackFiles(Resources resources) {
    this.resources = resources;
  }

  /** Opens what is in the jar; {@code ClassLoader::getResourceAsStream} is one. */
  interface Resources {
    @Nullable InputStream open(String name);
  }

  /** The files by the first column of the index, where each stands once for every class. */
  Set<String> names() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    read(INDEX)
        .lines()
        .map(line -> line.split("\t", 2)[0].strip())
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return names;
  }

  /** The YAML of one file. */
  String text(String name) throws IOException {
    return read(DIRECTORY + name);
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
