package io.heddle.agent.cli.attach;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jar of {@link AnsweringAgent}. */
final class AnsweringJar {
  private AnsweringJar() {}

  /** Packs the agent alone, under version 9.8.7. */
  static AgentJar pack(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "9.8.7");
    attributes.putValue("Agent-Class", AnsweringAgent.class.getName());
    String entry = AnsweringAgent.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream bytes = AnsweringAgent.class.getClassLoader().getResourceAsStream(entry)) {
      if (bytes == null) {
        throw new IOException("no " + entry);
      }
      out.putNextEntry(new JarEntry(entry));
      bytes.transferTo(out);
      out.closeEntry();
    }
    return new AgentJar(jar.toString(), "b00t");
  }
}
