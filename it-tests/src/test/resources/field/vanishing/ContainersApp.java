package com.acme.vanishing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.util.List;
import java.util.Scanner;

/**
 * Runs containers that it does not wait for. Each line of its input has it do one thing. Arguments:
 * the address of a daemon, and an image in it that has busybox.
 */
public final class ContainersApp {
  private final DockerClient docker;
  private final String image;
  private String last = "";

  private ContainersApp(DockerClient docker, String image) {
    this.docker = docker;
    this.image = image;
  }

  public static void main(String[] arguments) throws Exception {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(URI.create(arguments[0])).build();
    try (DockerClient docker = DockerClientImpl.getInstance(config, http)) {
      ContainersApp app = new ContainersApp(docker, arguments[1]);
      System.out.println("ready");
      int asked = 0;
      for (Scanner lines = new Scanner(System.in); lines.hasNextLine(); ) {
        System.out.println("#" + ++asked + " " + app.answer(lines.nextLine()));
      }
    }
  }

  private String answer(String line) {
    switch (line) {
      case "start":
        last = started("trap 'exit 0' TERM; while :; do sleep 0.05; done");
        return last;
      case "start stubborn":
        last = started("trap '' TERM; while :; do sleep 0.05; done");
        return last;
      case "pid":
        return String.valueOf(docker.inspectContainerCmd(last).exec().getState().getPidLong());
      case "status":
        return String.valueOf(docker.inspectContainerCmd(last).exec().getState().getExitCodeLong());
      case "stop":
        docker.stopContainerCmd(last).withTimeout(5).exec();
        return "stopped";
      case "stop and look":
        docker.stopContainerCmd(last).withTimeout(5).exec();
        return String.valueOf(docker.inspectContainerCmd(last).exec().getState().getExitCodeLong());
      case "kill":
        docker.killContainerCmd(last).exec();
        return "killed";
      case "stop again":
        try {
          docker.stopContainerCmd(last).withTimeout(5).exec();
          return "stopped";
        } catch (NotModifiedException e) {
          return "not modified";
        }
      case "remove":
        docker.removeContainerCmd(last).withForce(true).exec();
        return "removed";
      default:
        return "what?";
    }
  }

  private String started(String script) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withNetworkMode("none")
            .withUlimits(
                List.of(new Ulimit("nofile", 1024L, 1024L), new Ulimit("nproc", 999L, 999L)));
    String id =
        docker
            .createContainerCmd(image)
            .withHostConfig(host)
            .withCmd("sh", "-c", script)
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    return id;
  }
}
