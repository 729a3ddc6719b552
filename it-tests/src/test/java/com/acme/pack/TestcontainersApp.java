package com.acme.pack;

import com.acme.harness.Pause;
import com.github.dockerjava.api.model.Ulimit;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Containers, and programs in them, through testcontainers: a known number of each way to end. */
public final class TestcontainersApp {
  private TestcontainersApp() {}

  /** Arguments: an image that has busybox; the daemon is that of DOCKER_HOST. */
  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    for (int i = 0; i < 2; i++) {
      try (GenericContainer<?> container = container(arguments[0], "up")) {
        container.start();
        for (int program = 0; program < 2; program++) {
          run(container, "exit 0");
        }
        run(container, "echo 12345; exit 3");
        if (i == 0) {
          Pause.at("inside");
        }
      }
    }
    try (GenericContainer<?> container = container(arguments[0], "never said")) {
      container.start();
    } catch (ContainerLaunchException e) {
      System.out.println("not ready in time");
    }
    Pause.at("after");
    System.exit(0);
  }

  private static void run(GenericContainer<?> container, String script) throws Exception {
    Container.ExecResult result = container.execInContainer("sh", "-c", script);
    System.out.println(script + ": " + result.getExitCode() + " " + result.getStdout().length());
  }

  private static GenericContainer<?> container(String image, String awaited) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withImagePullPolicy(name -> false)
        .withCommand("sh", "-c", "echo up; sleep 600")
        .withCreateContainerCmdModifier(
            create ->
                create
                    .getHostConfig()
                    .withNetworkMode("none")
                    .withUlimits(
                        List.of(
                            new Ulimit("nofile", 1024L, 1024L), new Ulimit("nproc", 999L, 999L))))
        .waitingFor(
            Wait.forLogMessage(".*" + awaited + ".*", 1).withStartupTimeout(Duration.ofSeconds(3)));
  }
}
