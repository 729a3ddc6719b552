package io.heddle.agent.cli.attach;

import java.io.File;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The agent's jar, which is also the jar of this command line.
 *
 * @param path absolute path; a relative one is made absolute, since the target has another
 *     directory
 * @param bootHash hash of the boot part
 */
public record AgentJar(String path, String bootHash) {
  /** Makes the path absolute. */
  public AgentJar {
    path = new File(path).getAbsolutePath();
  }

  /** Returns the version in the jar's manifest, or "unknown". */
  public String version() {
    try (JarFile jar = new JarFile(path)) {
      Manifest manifest = jar.getManifest();
      String version =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "unknown" : version;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
