package io.heddle.agent.cli.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Properties;

/** The JDK's own attach channel, from the module jdk.attach. */
final class JdkAttachChannel implements AttachChannel {
  private final VirtualMachine vm;

  private JdkAttachChannel(VirtualMachine vm) {
    this.vm = vm;
  }

  static AttachChannel open(long pid) throws IOException, AttachException {
    try {
      return new JdkAttachChannel(VirtualMachine.attach(Long.toString(pid)));
    } catch (AttachNotSupportedException e) {
      throw new AttachException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Properties readProperties() throws IOException {
    return vm.getSystemProperties();
  }

  @Override
  public void loadAgent(String jar, String options) throws IOException, AttachException {
    try {
      vm.loadAgent(jar, options);
    } catch (AgentInitializationException e) {
      throw new AttachException(String.valueOf(e.getMessage()), e.returnValue());
    } catch (AgentLoadException e) {
      throw new AttachException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    vm.detach();
  }
}
