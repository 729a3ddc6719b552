package io.heddle.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real daemon for containers: podman's API on a socket, with runc, a store of its own and one
 * image that has busybox. Needs root; without network.
 */
final class Podman {
  /** The image, as podman calls it. */
  static final String IMAGE = "localhost/heddle/busybox:1";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> PROGRAMS = List.of("sh", "sleep", "true", "echo");
  private static final String CONFIG =
      """
      [containers]
      netns = "none"
      default_ulimits = ["nofile=1024:4096", "nproc=4096:8192"]
      [engine]
      cgroup_manager = "cgroupfs"
      events_logger = "file"
      runtime = "runc"
      """;

  private final Path directory;
  private final Process service;

  private Podman(Path directory, Process service) {
    this.directory = directory;
    this.service = service;
  }

  /** What is missing here, in words; empty if a daemon can be started. */
  static String missing() {
    List<String> missing = new ArrayList<>();
    for (String program : List.of("podman", "runc")) {
      if (Stream.of("/usr/bin/", "/usr/sbin/")
          .noneMatch(at -> Files.exists(Path.of(at, program)))) {
        missing.add(program);
      }
    }
    if (!Files.exists(BUSYBOX)) {
      missing.add("busybox-static");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      missing.add("root");
    }
    return String.join(", ", missing);
  }

  static Podman start() throws Exception {
    Path directory = Files.createTempDirectory("heddle-podman");
    Files.writeString(directory.resolve("containers.conf"), CONFIG);
    Files.writeString(
        directory.resolve("storage.conf"),
        "[storage]\ndriver = \"vfs\"\ngraphroot = \"%1$s/root\"\nrunroot = \"%1$s/run\"\n"
            .formatted(directory));
    run(directory, "tar", "-C", root(directory).toString(), "-cf", "root.tar", ".");
    run(directory, "podman", "import", "root.tar", IMAGE);
    Process service =
        command(directory, "podman", "system", "service", "--time=0", address(directory)).start();
    Await.until(() -> Files.exists(directory.resolve("podman.sock")), there -> there);
    return new Podman(directory, service);
  }

  private static Path root(Path directory) throws IOException {
    Path programs = Files.createDirectories(directory.resolve("image/bin"));
    Files.copy(BUSYBOX, programs.resolve("busybox"));
    for (String program : PROGRAMS) {
      Files.createSymbolicLink(programs.resolve(program), Path.of("busybox"));
    }
    return directory.resolve("image");
  }

  private static String address(Path directory) {
    return "unix://" + directory.resolve("podman.sock");
  }

  /** Where it listens, as clients of Docker are told. */
  String address() {
    return address(directory);
  }

  /** How testcontainers finds it. */
  Map<String, String> environment() {
    return Map.of("DOCKER_HOST", address(), "TESTCONTAINERS_RYUK_DISABLED", "true");
  }

  /** The ids of the containers that there are, as podman itself says. */
  List<String> containers() throws Exception {
    return run(directory, "podman", "ps", "-aq").lines().toList();
  }

  void stop() throws Exception {
    run(directory, "podman", "rm", "-af");
    service.destroy();
    service.waitFor(10, TimeUnit.SECONDS);
    run(directory, "rm", "-rf", directory.toString());
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
