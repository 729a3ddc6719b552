package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Classes of many methods: {@code m0} to {@code m99}, and {@code all}, which calls each once. */
public final class ManyClasses {
  public static final int CLASSES = 10;
  public static final int METHODS = 100;

  private ManyClasses() {}

  public static void compileInto(Path root) throws IOException {
    compileInto(root, CLASSES, METHODS);
  }

  public static void compileInto(Path root, int classes, int methods) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", root.toString()));
    for (int i = 0; i < classes; i++) {
      Path source = root.resolve("Many" + i + ".java");
      Files.writeString(source, source(i, methods));
      arguments.add(source.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(status).as("javac").isZero();
  }

  private static String source(int number, int count) {
    StringBuilder methods = new StringBuilder();
    StringBuilder calls = new StringBuilder("  public static int all(int x) {\n");
    for (int i = 0; i < count; i++) {
      methods.append("  static int m" + i + "(int x) { return x + " + i % 3 + "; }\n");
      calls.append("    x = m" + i + "(x);\n");
    }
    return "package com.acme.many;\npublic final class Many"
        + number
        + " {\n"
        + methods
        + calls
        + "    return x;\n  }\n}\n";
  }
}
