package io.heddle.it.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.tools.ToolProvider;

/** Class files that cannot be woven, some of which no JVM loads either. */
final class UnweavableClasses {
  private static final String SMALL =
      """
        public static int one(int x) { return x + 1; }
        public static int two(int x) { return x + 2; }
        public static int three(int x) { return x + 3; }
      """;
  // 8 bytes of code each: with the return 65,530 bytes, of at most 65,535
  private static final String BIG =
      "  public static int big(int x) {\n" + "x = x * 31 + 7;\n".repeat(8_191) + "return x; }\n";
  private static final int MAJOR = 7;
  private static final int FIRST_TAG = 10;
  private static final byte NO_TAG = 99;

  private final Path root;

  private UnweavableClasses(Path root) {
    this.root = root;
  }

  static void writeTo(Path root) throws IOException {
    UnweavableClasses made = new UnweavableClasses(root);
    made.compile("Big", BIG);
    for (String name : new String[] {"Good", "Hidden", "Future", "Cut", "Pool"}) {
      made.compile(name, "");
    }
    Files.write(made.file("Text"), "class? no, a text".getBytes(StandardCharsets.UTF_8));
    byte[] cut = Files.readAllBytes(made.file("Cut"));
    Files.write(made.file("Cut"), Arrays.copyOf(cut, cut.length / 2));
    made.patch("Future", MAJOR, (byte) 99);
    made.patch("Pool", FIRST_TAG, NO_TAG);
  }

  private Path file(String name) {
    return root.resolve("com/acme/made").resolve(name + ".class");
  }

  private void compile(String name, String more) throws IOException {
    Path source = root.resolve(name + ".java");
    String text =
        "package com.acme.made;\npublic final class " + name + " {\n" + SMALL + more + "}";
    Files.writeString(source, text);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "17", "-d", root.toString(), source.toString());
    assertThat(status).as("javac of %s", name).isZero();
  }

  private void patch(String name, int at, byte value) throws IOException {
    byte[] bytes = Files.readAllBytes(file(name));
    bytes[at] = value;
    Files.write(file(name), bytes);
  }
}
