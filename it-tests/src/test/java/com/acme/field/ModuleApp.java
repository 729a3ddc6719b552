package com.acme.field;

/** An application in a module system. */
public final class ModuleApp {
  private static final Job WORK = new Work();

  private ModuleApp() {}

  public static void main(String[] arguments) throws Exception {
    Conversation.hold(ModuleApp::carryOut);
  }

  private static Object carryOut(String name, String argument) throws Exception {
    return switch (name) {
      case "work" -> work(Integer.parseInt(argument));
      case "say" -> say(argument);
      case "execute" -> "exit " + new ProcessBuilder(argument.split(" ")).start().waitFor();
      case "property" -> System.getProperty(argument);
      case "loader" -> ModuleApp.class.getClassLoader().getClass().getName();
      default -> "unknown command " + name;
    };
  }

  private static String say(String word) {
    return word;
  }

  private static int work(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += WORK.run(i);
    }
    return sum;
  }
}
