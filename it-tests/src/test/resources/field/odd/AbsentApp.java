package com.acme.odd;

/** Methods that nobody calls mention types that are deleted before this runs. */
public class AbsentApp {
  public static class Service {
    private Absent field;

    public int work(int i) {
      return i;
    }

    public Absent returned() {
      return null;
    }

    public void taken(Absent[] all, Absent one) throws AbsentException {
      field = one;
    }
  }

  /** A label is read from one of its methods; another one mentions an absent type. */
  public static class Request {
    private final String name;

    Request(String name) {
      this.name = name;
    }

    public String name() {
      return name;
    }

    public Absent optional() {
      return null;
    }
  }

  public static class Tools {
    public String call(Request request) {
      return request.name();
    }
  }

  public static class Absent {}

  public static class AbsentException extends RuntimeException {}

  public static void main(String[] arguments) throws Exception {
    Service service = new Service();
    Tools tools = new Tools();
    for (int i = 0; i < 10; i++) {
      service.work(i);
      tools.call(new Request("search"));
    }
    System.out.println("ready");
    System.in.read();
  }
}
