package com.acme.runners;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Wants containers of images that are not there, three times by docker-java and once by
 * testcontainers. The argument is the address of a daemon, that of DOCKER_HOST.
 */
public final class ImagesApp {
  private ImagesApp() {}

  public static void main(String[] arguments) throws Exception {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(URI.create(arguments[0])).build();
    try (DockerClient docker = DockerClientImpl.getInstance(config, http)) {
      for (int i = 0; i < 3; i++) {
        try {
          docker.createContainerCmd("localhost/absent:" + i).exec();
        } catch (DockerException e) {
          System.out.println("no image: " + e.getHttpStatus());
        }
      }
    }
    try (GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse("localhost:1/absent:1"))
            .withImagePullPolicy(name -> false)) {
      container.start();
    } catch (RuntimeException e) {
      System.out.println("not launched");
    }
    System.out.println("ready");
    System.in.read();
    System.exit(0);
  }
}
