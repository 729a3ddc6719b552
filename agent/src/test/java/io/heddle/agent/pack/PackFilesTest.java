package io.heddle.agent.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackFilesTest {
  // flow style, comments and keys in any order: a pack may be written as YAML allows
  private static final String PACK =
      """
      pack: shop
      library: com.acme:shop
      versions: 1
      counts: orders
      wake:
        - com.acme.shop.**   # first
        - "com.acme.Other"
      rules:
        - { subtypes: true, id: order, type: com.acme.shop.Order, family: job }
        - id: paid
          family: job
          type: 'com.acme.shop.Paid'
          thrown: [ { type: com.acme.shop.NoMoney, outcome: failure } ]
      """;

  @Test
  void shouldReadTheIndexThatItWrites() throws Exception {
    String index = PackFiles.indexOf("shop.yaml", PackParser.parse("shop.yaml", PACK));
    Map<String, String> resources = Map.of("packs/index", index);
    PackFiles files =
        new PackFiles(
            name ->
                new ByteArrayInputStream(
                    resources.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8)));
    assertThat(files.packs()).containsExactly("shop");
    assertThat(files.index())
        .containsExactly(
            new PackFiles.Line("shop.yaml", "wake", "com.acme.shop.**"),
            new PackFiles.Line("shop.yaml", "wake", "com.acme.Other"),
            new PackFiles.Line("shop.yaml", "type", "com.acme.shop.Order"),
            new PackFiles.Line("shop.yaml", "parent", "com.acme.shop.Order"),
            new PackFiles.Line("shop.yaml", "type", "com.acme.shop.Paid"));
  }
}
