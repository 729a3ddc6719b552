package com.acme.field;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources into class files that exist in memory only. */
final class MemoryCompiler {
  private MemoryCompiler() {}

  /** Class files by the name of their class. */
  static Map<String, byte[]> compile(Map<String, String> sourceByName) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> sources = new ArrayList<>();
    sourceByName.forEach((name, text) -> sources.add(new Source(name, text)));
    Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    try (JavaFileManager manager = new Memory(compiler, files)) {
      if (!compiler.getTask(null, manager, null, List.of("-proc:none"), null, sources).call()) {
        throw new IllegalStateException("the sources do not compile");
      }
    }
    Map<String, byte[]> classes = new TreeMap<>();
    files.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> files;

    Memory(JavaCompiler compiler, Map<String, ByteArrayOutputStream> files) {
      super(compiler.getStandardFileManager(null, null, null));
      this.files = files;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      files.put(name, bytes);
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }
}
