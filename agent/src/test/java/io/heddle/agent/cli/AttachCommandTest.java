package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.console.CommandException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class AttachCommandTest {
  private final AttachCommand command =
      new AttachCommand(new AgentJar("/h.jar", "b00t"), Path.of("/srv/app"));

  @Test
  void shouldJoinSettings() throws CommandException {
    assertThat(command.settings(List.of("exporter.port=0", "packs=exec+jdbc,log=info", "x=")))
        .isEqualTo("exporter.port=0,packs=exec+jdbc,log=info,x=");
    assertThat(command.settings(List.of())).isEmpty();
  }

  @Test
  void shouldMakeTheConfigPathAbsolute() throws CommandException {
    assertThat(command.settings(List.of("config=../conf/h.yaml")))
        .isEqualTo("config=/srv/conf/h.yaml");
    assertThat(command.settings(List.of("config=/etc/h.yaml"))).isEqualTo("config=/etc/h.yaml");
  }

  @Test
  void shouldRefuseWhatIsNoSetting() {
    for (String wrong : List.of("port", "=1", "", "a=1,,b=2", "packs=a,b")) {
      assertThatThrownBy(() -> command.settings(List.of(wrong)))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("is not key=value");
    }
  }

  @Test
  void shouldRefuseAWorkingDirectoryThatTheOptionsCannotCarry() {
    AttachCommand odd = new AttachCommand(new AgentJar("/h.jar", "b00t"), Path.of("/a,b"));
    assertThatThrownBy(() -> odd.settings(List.of("config=h.yaml")))
        .hasMessage("The path of config must not hold a comma: /a,b/h.yaml.");
  }
}
