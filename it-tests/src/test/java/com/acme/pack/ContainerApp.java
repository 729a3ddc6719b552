package com.acme.pack;

import com.acme.harness.Pause;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Containers, and programs in one, through docker-java: a known number of each way to end. */
public final class ContainerApp {
  /** A little more than a program's exit code may take after its last output. */
  private static final long PATIENCE_MILLIS = 11_000;

  private final DockerClient docker;
  private final String image;

  private ContainerApp(DockerClient docker, String image) {
    this.docker = docker;
    this.image = image;
  }

  /** Arguments: the address of a daemon, and an image in it that has busybox. */
  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(URI.create(arguments[0])).build();
    try (DockerClient docker = DockerClientImpl.getInstance(config, http)) {
      ContainerApp app = new ContainerApp(docker, arguments[1]);
      String kept = app.started("sleep", "600");
      String unseen = app.begun(kept, new Bytes(), "true");
      long begun = System.nanoTime();
      app.containers();
      app.programs();
      Thread.sleep(
          Math.max(0, PATIENCE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
      System.out.println("nobody looks: " + unseen.isEmpty());
      app.remove(kept);
    }
    Pause.at("after");
    System.exit(0);
  }

  private void containers() throws Exception {
    for (int i = 0; i < 3; i++) {
      awaited("exit 0");
    }
    for (int i = 0; i < 2; i++) {
      awaited("exit 4");
    }
    awaited("exit 137");
    killed();
    outOfTime();
    stopped();
    looked();
    removed();
    unable();
    absent();
    pulled();
    closed();
  }

  private void awaited(String script) {
    String id = started("sh", "-c", script);
    System.out.println(script + ": " + status(id));
    remove(id);
  }

  private int status(String id) {
    return docker.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode();
  }

  private String created(String... command) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withNetworkMode("none")
            .withUlimits(
                List.of(new Ulimit("nofile", 1024L, 1024L), new Ulimit("nproc", 999L, 999L)));
    CreateContainerCmd create = docker.createContainerCmd(image);
    return create.withHostConfig(host).withCmd(command).exec().getId();
  }

  private String started(String... command) {
    String id = created(command);
    docker.startContainerCmd(id).exec();
    return id;
  }

  private void remove(String id) {
    docker.removeContainerCmd(id).withForce(true).exec();
  }

  /** By this application, with time left. */
  private void killed() {
    String id = started("sleep", "60");
    WaitContainerResultCallback ends =
        docker.waitContainerCmd(id).exec(new WaitContainerResultCallback());
    docker.killContainerCmd(id).exec();
    System.out.println("killed: " + ends.awaitStatusCode());
    remove(id);
  }

  private void outOfTime() {
    String id = started("sleep", "60");
    WaitContainerResultCallback ends =
        docker.waitContainerCmd(id).exec(new WaitContainerResultCallback());
    try {
      ends.awaitStatusCode(300, TimeUnit.MILLISECONDS);
    } catch (DockerClientException e) {
      System.out.println("out of time: " + e.getMessage());
    }
    docker.killContainerCmd(id).exec();
    System.out.println("then killed: " + status(id));
    remove(id);
  }

  private void stopped() {
    String id = started("sleep", "60");
    try {
      docker.startContainerCmd(id).exec();
    } catch (NotModifiedException e) {
      System.out.println("runs already");
    }
    docker.stopContainerCmd(id).withTimeout(0).exec();
    System.out.println("stopped");
    remove(id);
  }

  /** Nobody waits: it is seen to have ended. */
  private void looked() throws InterruptedException {
    String id = started("sh", "-c", "exit 5");
    while (Boolean.TRUE.equals(docker.inspectContainerCmd(id).exec().getState().getRunning())) {
      Thread.sleep(20);
    }
    System.out.println("looked at");
    remove(id);
  }

  /** Nobody waits, and it is removed while it runs. */
  private void removed() {
    remove(started("sleep", "60"));
    System.out.println("removed");
  }

  private void unable() {
    String id = created("/no/such/program");
    try {
      docker.startContainerCmd(id).exec();
    } catch (DockerException e) {
      System.out.println("cannot start: " + e.getHttpStatus());
    }
    remove(id);
  }

  private void absent() {
    try {
      docker.createContainerCmd("localhost/absent:1").exec();
    } catch (DockerException e) {
      System.out.println("no image: " + e.getHttpStatus());
    }
  }

  private void pulled() throws InterruptedException {
    try {
      docker.pullImageCmd("localhost:1/absent").withTag("1").start().awaitCompletion();
    } catch (RuntimeException e) {
      System.out.println("not pulled");
    }
  }

  /** The application stops listening to a program. */
  private void closed() throws Exception {
    String id = started("sleep", "600");
    Bytes seen = new Bytes();
    begun(id, seen, "echo", "x");
    seen.awaitCompletion();
    Bytes unheard = new Bytes();
    String program = begun(id, unheard, "sleep", "600");
    while (!docker.inspectExecCmd(program).exec().isRunning()) {
      Thread.sleep(20);
    }
    unheard.close();
    System.out.println("closed");
    remove(id);
  }

  private void programs() throws Exception {
    String id = started("sleep", "600");
    for (int i = 0; i < 3; i++) {
      program(id, 10, "sh", "-c", "echo 123456789");
    }
    for (int i = 0; i < 2; i++) {
      program(id, 0, "sh", "-c", "exit 3");
    }
    Bytes slow = new Bytes();
    String last = begun(id, slow, "sleep", "600");
    while (!docker.inspectExecCmd(last).exec().isRunning()) {
      Thread.sleep(20); // podman begins it a little later than it says
    }
    Pause.at("inside");
    docker.killContainerCmd(id).exec();
    slow.awaitCompletion();
    System.out.println("killed with its container");
    remove(id);
  }

  private void program(String id, int bytes, String... command) throws Exception {
    Bytes seen = new Bytes();
    String exec = begun(id, seen, command);
    seen.awaitCompletion();
    Long code = docker.inspectExecCmd(exec).exec().getExitCodeLong();
    System.out.println(command[0] + " " + code + " " + (seen.count == bytes));
  }

  private String begun(String id, Bytes seen, String... command) {
    String exec =
        docker
            .execCreateCmd(id)
            .withCmd(command)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    docker.execStartCmd(exec).exec(seen);
    return exec;
  }

  private static final class Bytes extends ResultCallback.Adapter<Frame> {
    private long count;

    @Override
    public void onNext(Frame frame) {
      count += frame.getPayload().length;
    }
  }
}
