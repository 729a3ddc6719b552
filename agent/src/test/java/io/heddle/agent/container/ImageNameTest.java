package io.heddle.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
  @ParameterizedTest
  @CsvSource({
    "postgres, postgres",
    "postgres:15, postgres",
    "library/postgres:15, postgres",
    "docker.io/library/postgres:15, postgres",
    "acme/shop:1.2, acme/shop",
    "registry:5000/acme/shop:1.2, acme/shop",
    "registry:5000/shop, shop",
    "localhost/heddle/busybox:1, heddle/busybox",
    "ghcr.io/acme/shop@sha256:0123abcd, acme/shop",
    "shop:1@sha256:0123abcd, shop",
    "sha256:0123abcd, sha256",
    "'', unknown",
    "docker.io/, unknown",
  })
  void shouldLeaveRegistryTagAndDigestAway(String reference, String name) {
    assertThat(ImageName.of(reference, 128)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"acme/shop, acm"})
  void shouldCutALongName(String reference, String name) {
    assertThat(ImageName.of(reference, 3)).isEqualTo(name);
  }
}
