package io.heddle.agent.weave.asm;

import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.verify.ClassFile;
import io.heddle.agent.weave.verify.MethodCode;
import io.heddle.probe.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a class of the JDK all of whose rules pass calls to adapters, as those of child processes
 * do: with some 30 classes of ASM, where Byte Buddy takes 400. Leaves everything out of the
 * ordinary to Byte Buddy. Thread-safe.
 *
 * <p>The JVM does not verify classes of the boot loader; a test does, for those of each JDK.
 */
public final class AsmAdapterWeaver {
  /** Annotations by which HotSpot says that it knows a method. */
  private static final String HOTSPOT = "Ljdk/internal/vm/annotation/";

  private final ProbeSource probes;
  private final Runnable preparation;

  /** Creates the probes of rules. */
  public interface ProbeSource {
    /** Returns the probe of a rule whose calls go to an adapter. */
    Probe probe(ActiveRule rule);
  }

  /**
   * Creates a weaver.
   *
   * @param preparation does what the first child process waits for, as far as that needs no class
   *     that is woven
   */
  public AsmAdapterWeaver(ProbeSource probes, Runnable preparation) {
    this.probes = probes;
    this.preparation = preparation;
  }

  /** Starts a thread that prepares the first child process while classes are woven for it. */
  public void prepare(ThreadFactory threads) {
    Thread thread = threads.newThread(preparation);
    thread.setName("heddle-weaver");
    thread.start();
  }

  /**
   * Returns the woven bytes of a class, or null if Byte Buddy has to weave it.
   *
   * @param rules those that concern the class, each a plain adapter
   */
  public byte @Nullable [] weave(ClassKey classKey, byte[] bytes, List<ActiveRule> rules) {
    ClassFile file = ClassFile.of(bytes);
    Map<String, ActiveRule> plan = plan(file, rules);
    if (plan == null) {
      return null;
    }
    Map<String, Integer> ids = new HashMap<>();
    Map<ActiveRule, Integer> counts = new HashMap<>();
    for (Map.Entry<String, ActiveRule> entry : plan.entrySet()) {
      ActiveRule rule = entry.getValue();
      ActiveRule.Woven woven = rule.weave(classKey, entry.getKey(), new ProbeOf(rule));
      if (woven == null) {
        return null;
      }
      ids.put(entry.getKey(), woven.id());
      counts.merge(rule, 1, Integer::sum);
    }
    byte[] woven = write(file, ids);
    if (woven != null) {
      for (Map.Entry<ActiveRule, Integer> count : counts.entrySet()) {
        count.getKey().matched(classKey, count.getValue());
      }
    }
    return woven;
  }

  /** Returns the rule of each method, or null if it is not one for each. */
  private static @Nullable Map<String, ActiveRule> plan(ClassFile file, List<ActiveRule> rules) {
    Map<String, ActiveRule> plan = new HashMap<>();
    for (ActiveRule rule : rules) {
      MethodPattern pattern = rule.spec().selector().method();
      boolean found = false;
      for (String method : file.methods().keySet()) {
        if (pattern != null && matches(pattern, method)) {
          found = true;
          if (plan.put(method, rule) != null) {
            return null;
          }
        }
      }
      if (!found) {
        return null;
      }
    }
    return plan;
  }

  private static boolean matches(MethodPattern pattern, String method) {
    int open = method.indexOf('(');
    String name = method.substring(0, open);
    return pattern.matchesName(name)
        && name.charAt(0) != '<'
        && pattern.matches(name, parameterTypes(method.substring(open)));
  }

  private static List<String> parameterTypes(String descriptor) {
    List<String> names = new ArrayList<>();
    for (Type type : Type.getArgumentTypes(descriptor)) {
      names.add(type.getClassName());
    }
    return names;
  }

  private static byte @Nullable [] write(ClassFile file, Map<String, Integer> ids) {
    ClassReader reader;
    try {
      reader = new ClassReader(file.bytes());
    } catch (IllegalArgumentException e) {
      return null; // newer than this ASM
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    Weaving weaving = new Weaving(writer, file, ids);
    reader.accept(weaving, ClassReader.EXPAND_FRAMES);
    return weaving.isOdd ? null : writer.toByteArray();
  }

  // no lambda: it would be one of the first of a start
  private final class ProbeOf implements Supplier<Probe> {
    private final ActiveRule rule;

    ProbeOf(ActiveRule rule) {
      this.rule = rule;
    }

    @Override
    public Probe get() {
      return probes.probe(rule);
    }
  }

  /** Copies a class, with the adapters' calls in the methods that have an id. */
  private static final class Weaving extends ClassVisitor {
    private final ClassFile file;
    private final Map<String, Integer> ids;
    private String name = "";
    private boolean isOdd;

    Weaving(ClassVisitor writer, ClassFile file, Map<String, Integer> ids) {
      super(Opcodes.ASM9, writer);
      this.file = file;
      this.ids = ids;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      this.name = name;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor writer = super.visitMethod(access, method, descriptor, signature, exceptions);
      Integer id = ids.get(method + descriptor);
      MethodCode code = file.methods().get(method + descriptor);
      if (writer == null || id == null || code == null) {
        return writer;
      }
      isOdd |= (access & Opcodes.ACC_BRIDGE) != 0;
      return new Marks(
          new AdapterCallVisitor(writer, name, code.isStatic(), descriptor, code.maxLocals(), id));
    }

    /** Looks for the marks of methods that HotSpot knows. */
    private final class Marks extends MethodVisitor {
      Marks(MethodVisitor next) {
        super(Opcodes.ASM9, next);
      }

      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        isOdd |= descriptor.startsWith(HOTSPOT);
        return super.visitAnnotation(descriptor, visible);
      }
    }
  }
}
