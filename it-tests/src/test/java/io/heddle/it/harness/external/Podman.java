package io.heddle.it.harness.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real daemon for containers, as {@code bin/containers} starts it, with one image. */
public final class Podman {
  /** The image, as podman calls it. */
  public static final String IMAGE = "localhost/heddle/busybox:1";

  private static final String SCRIPT =
      Path.of("..", "bin", "containers").toAbsolutePath().normalize().toString();

  private final Path directory;
  private final Process service;

  private Podman(Path directory, Process service) {
    this.directory = directory;
    this.service = service;
  }

  /** What is missing here, in words; empty if a daemon can be started. */
  public static String missing() throws Exception {
    return run(Path.of("."), SCRIPT, "--check").trim();
  }

  public static Podman start() throws Exception {
    Path directory = Files.createTempDirectory("heddle-podman");
    Process service = command(directory, SCRIPT, directory.toString()).start();
    Await.until(() -> Files.exists(directory.resolve("podman.sock")), there -> there);
    return new Podman(directory, service);
  }

  /** Where it listens, as clients of Docker are told. */
  public String address() {
    return "unix://" + directory.resolve("podman.sock");
  }

  /** How testcontainers finds it. */
  public Map<String, String> environment() {
    return Map.of("DOCKER_HOST", address(), "TESTCONTAINERS_RYUK_DISABLED", "true");
  }

  /** The ids of the containers that there are, as podman itself says. */
  public List<String> containers() throws Exception {
    return run(directory, "podman", "ps", "-aq").lines().toList();
  }

  public void stop() throws Exception {
    service.destroy();
    assertThat(service.waitFor(30, TimeUnit.SECONDS)).as("podman ends").isTrue();
    run(Path.of("."), "rm", "-rf", directory.toString());
  }

  private static String run(Path directory, String... command) throws Exception {
    Path out = Files.createTempFile("heddle-podman", ".out");
    try {
      Process process = command(directory, command).redirectOutput(out.toFile()).start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command[0]).isTrue();
      assertThat(process.exitValue()).as(Files.readString(out)).isZero();
      return Files.readString(out);
    } finally {
      Files.delete(out);
    }
  }

  private static ProcessBuilder command(Path directory, String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CONTAINERS_CONF", directory.resolve("containers.conf").toString());
    builder
        .environment()
        .put("CONTAINERS_STORAGE_CONF", directory.resolve("storage.conf").toString());
    return builder;
  }
}
