package io.heddle.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentOptionsTest {
  @Test
  void shouldEncodeTheJarPathAndKeepTheSettings() {
    AgentJar jar = new AgentJar("/opt/a b,c=d%/é/heddle-agent.jar", "cafe");
    AgentOptions options =
        new AgentOptions("0123456789abcdef", "attach", jar, "exporter.port=0,log=info");
    assertThat(options.encoded())
        .isEqualTo(
            "@0123456789abcdef,attach,cafe,/opt/a%20b%2Cc%3Dd%25/%C3%A9/heddle-agent.jar,"
                + "exporter.port=0,log=info");
    assertThat(options.replyProperty()).isEqualTo("heddle.reply.0123456789abcdef");
  }

  @Test
  void shouldEndInACommaWithoutSettings() {
    AgentJar jar = new AgentJar("/h.jar", "cafe");
    assertThat(new AgentOptions("n", "detach", jar, "").encoded())
        .isEqualTo("@n,detach,cafe,/h.jar,");
  }

  @Test
  void shouldUseANonceOnce() {
    AgentJar jar = new AgentJar("/h.jar", "cafe");
    String nonce = AgentOptions.of("detach", jar, "").nonce();
    assertThat(nonce).matches("[0-9a-f]{16}");
    assertThat(AgentOptions.of("detach", jar, "").nonce()).isNotEqualTo(nonce);
  }
}
