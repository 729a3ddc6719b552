package io.heddle.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An agent that keeps what it was told in properties and answers what its settings ask for. */
public final class AnsweringAgent {
  private AnsweringAgent() {}

  public static void agentmain(String options) {
    String[] parts = options.split(",", 5);
    System.setProperty("test.options", options);
    String reply = reply(parts[1], parts[4]);
    if (!reply.isEmpty()) {
      System.setProperty("heddle.reply." + parts[0].substring(1), reply);
    }
  }

  private static String reply(String command, String settings) {
    if (settings.contains("answer=none")) {
      return "";
    }
    if (settings.contains("answer=junk")) {
      return "junk";
    }
    if (settings.contains("answer=throw")) {
      throw new IllegalStateException("asked to");
    }
    if (settings.contains("answer=no")) {
      return "{\"ok\":false,\"error\":\"Other settings are in use.\"}";
    }
    if (command.equals("detach")) {
      return "{\"ok\":true,\"verified\":[\"no thread left\"],\"stays\":[\"the boot classes\"]}";
    }
    return "{\"ok\":true,\"address\":\"http://127.0.0.1:9464\",\"already\":"
        + settings.contains("answer=already")
        + "}";
  }

  /** Packs this class as an agent jar. */
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
