package io.heddle.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class HeddleTargetTest {
  @Test
  void shouldSayThatAnotherCommandGoesOn() {
    Properties properties = new Properties();
    assertThat(HeddleTarget.busy(7, properties)).isEmpty();
    properties.put("heddle.reply.1", "{\"progress\":\"waits for another detach\"}");
    assertThat(HeddleTarget.busy(7, properties)).isEmpty();
    properties.put("heddle.reply.2", "{\"progress\":\"restored 4 of 9 classes\"}");
    assertThat(HeddleTarget.busy(7, properties))
        .isEqualTo(
            "PID 7 is busy with an attach or a detach (restored 4 of 9 classes): ask again later.");
    properties.put("heddle.reply.2", "{\"progress\":\"\"}");
    assertThat(HeddleTarget.busy(7, properties))
        .isEqualTo("PID 7 is busy with an attach or a detach: ask again later.");
    properties.put("heddle.reply.2", "{\"ok\":true}");
    assertThat(HeddleTarget.busy(7, properties)).isEmpty();
    properties.put("heddle.reply.2", "junk");
    assertThat(HeddleTarget.busy(7, properties)).isEmpty();
  }
}
