package com.example.shop;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.util.List;

/** Containers that do their work or fail, and programs in one that stays. */
final class Containers implements Work {
  private static final String IMAGE = "localhost/heddle/busybox:1";

  private final DockerClient docker;
  private final String kept;

  Containers(String daemon) {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(URI.create(daemon)).build();
    this.docker = DockerClientImpl.getInstance(config, http);
    this.kept = start("sleep", "100000");
  }

  private String start(String... command) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withNetworkMode("none")
            .withUlimits(
                List.of(new Ulimit("nofile", 1024L, 1024L), new Ulimit("nproc", 999L, 999L)));
    String id =
        docker.createContainerCmd(IMAGE).withHostConfig(host).withCmd(command).exec().getId();
    docker.startContainerCmd(id).exec();
    return id;
  }

  @Override
  public void once(int i) throws Exception {
    program("echo", "a line from a program");
    String id = start("sh", "-c", "exit " + (i % 3 == 0 ? 4 : 0));
    docker.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode();
    docker.removeContainerCmd(id).exec();
  }

  private void program(String... command) throws Exception {
    String id = docker.execCreateCmd(kept).withCmd(command).withAttachStdout(true).exec().getId();
    docker.execStartCmd(id).exec(new ResultCallback.Adapter<Frame>()).awaitCompletion();
    docker.inspectExecCmd(id).exec();
  }
}
