package com.acme.field;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URL;
import java.util.Enumeration;

/**
 * A class loader that defines one class well and does not do what it should when it is asked for
 * anything else. {@code SOUND} is the one that does.
 */
final class OddLoader extends ClassLoader {
  /** What it does when it is asked for a class file, or for a class of the agent's. */
  enum Kind {
    SOUND,
    GIVES_NOTHING,
    THROWS_EXCEPTION,
    THROWS_ERROR,
    OVERFLOWS,
    RUNS_OUT_OF_MEMORY,
    IS_STOPPED,
    GIVES_ANOTHER_CLASS,
    GIVES_GARBAGE,
    STREAM_THROWS,
    STREAM_NEVER_ENDS,
    STREAM_TRICKLES,
    STREAM_GIVES_NOTHING,
    STREAM_LIES,
    CLOSE_THROWS,
    TAKES_THE_INTERRUPT,
    HIDES,
    THROWS_FOR_CLASSES,
    GIVES_NULL_CLASSES,
    GIVES_OTHER_CLASSES,
    HAS_ODD_METHODS
  }

  private final Kind kind;
  private final byte[] bytes;

  OddLoader(Kind kind, byte[] bytes) {
    super(OddLoader.class.getClassLoader());
    this.kind = kind;
    this.bytes = bytes;
  }

  Class<?> define() {
    return defineClass(Extra.class.getName(), bytes, 0, bytes.length);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.heddle.")) {
      switch (kind) {
        case HIDES -> throw new ClassNotFoundException(name);
        case THROWS_FOR_CLASSES -> throw new IllegalStateException("no classes today");
        case GIVES_NULL_CLASSES -> {
          return null;
        }
        case GIVES_OTHER_CLASSES -> {
          return String.class;
        }
        default -> {
          // as any other
        }
      }
    }
    return super.loadClass(name, resolve);
  }

  @Override
  @SuppressWarnings({"removal", "deprecation"}) // what a thread that is stopped throws
  public InputStream getResourceAsStream(String name) {
    return switch (kind) {
      case SOUND, HIDES, THROWS_FOR_CLASSES, GIVES_NULL_CLASSES, GIVES_OTHER_CLASSES ->
          super.getResourceAsStream(name);
      case GIVES_NOTHING -> null;
      case THROWS_EXCEPTION, HAS_ODD_METHODS ->
          throw new IllegalStateException("this application has been stopped");
      case THROWS_ERROR -> throw new AssertionError("not to be asked");
      case OVERFLOWS -> getResourceAsStream(name + "x");
      case RUNS_OUT_OF_MEMORY -> throw new OutOfMemoryError("so it says");
      case IS_STOPPED -> throw new ThreadDeath();
      case GIVES_ANOTHER_CLASS -> super.getResourceAsStream("com/acme/field/Measured.class");
      case GIVES_GARBAGE -> new ByteArrayInputStream(new byte[] {1, 2, 3});
      case TAKES_THE_INTERRUPT -> Thread.interrupted() ? null : super.getResourceAsStream(name);
      default -> new OddStream(kind);
    };
  }

  @Override
  public URL getResource(String name) {
    if (kind == Kind.THROWS_EXCEPTION) {
      throw new IllegalStateException("this application has been stopped");
    }
    return super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (kind == Kind.THROWS_EXCEPTION) {
      throw new IOException("this application has been stopped");
    }
    return super.getResources(name);
  }

  @Override
  public String getName() {
    return odd() ? "" + nothing() : super.getName();
  }

  @Override
  public int hashCode() {
    return odd() ? nothing() : System.identityHashCode(this);
  }

  @Override
  public boolean equals(Object other) {
    return odd() ? nothing() == 0 : this == other;
  }

  @Override
  public String toString() {
    return odd() ? "" + nothing() : super.toString();
  }

  private boolean odd() {
    return kind == Kind.HAS_ODD_METHODS;
  }

  private static int nothing() {
    throw new UnsupportedOperationException("this loader is not to be asked");
  }

  /** A stream that is none. */
  private static final class OddStream extends InputStream {
    private final Kind kind;
    private int count;

    OddStream(Kind kind) {
      this.kind = kind;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return switch (kind) {
        case STREAM_THROWS -> throw new IOException("the disk is gone");
        case STREAM_GIVES_NOTHING -> 0;
        case STREAM_LIES -> length + 1;
        case STREAM_TRICKLES -> trickle(into, from);
        case CLOSE_THROWS -> -1;
        default -> {
          // as a class file begins
          into[from] = (byte) 0xCA;
          into[from + 1] = (byte) 0xFE;
          yield length;
        }
      };
    }

    private int trickle(byte[] into, int from) throws IOException {
      try {
        Thread.sleep(100); // a network that is next to dead
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      into[from] = (byte) (count++ == 0 ? 0xCA : 0xFE);
      return 1;
    }

    @Override
    public void close() throws IOException {
      if (kind == Kind.CLOSE_THROWS) {
        throw new IOException("it cannot be closed");
      }
    }
  }
}
