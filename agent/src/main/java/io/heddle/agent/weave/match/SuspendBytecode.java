package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.verify.ClassFile;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * The bytecode of a suspend function of Kotlin that can suspend, as far as it matters. Immutable.
 *
 * @param ownContinuation class of its state machine; null if it has none and hands on the
 *     continuation that it is given
 * @param label field of that class that is negative when the state machine calls the function again
 */
public record SuspendBytecode(@Nullable String ownContinuation, String label) {
  private static final String SIGNATURE = "Lkotlin/coroutines/Continuation;)Ljava/lang/Object;";
  private static final String LIBRARY = "kotlin.coroutines.jvm.internal.BaseContinuationImpl";
  private static final String RESUME = "resumeWith(Ljava/lang/Object;)V";
  private static final String MACHINES = "kotlin.coroutines.jvm.internal.";

  /** Returns true if the method has the signature of a suspend function. */
  private static boolean isSuspend(MethodDescription method) {
    return method.getDescriptor().endsWith(SIGNATURE);
  }

  /** Returns true if the method is the body of a state machine, which runs at each resume. */
  static boolean isResume(MethodDescription.InDefinedShape method) {
    // the parent last: Byte Buddy describes all of it
    if (!method.getInternalName().equals("invokeSuspend")
        || !method.getDescriptor().equals("(Ljava/lang/Object;)Ljava/lang/Object;")) {
      return false;
    }
    var parent = method.getDeclaringType().getSuperClass();
    return parent != null && parent.asErasure().getName().startsWith(MACHINES);
  }

  /** Returns why a rule must not weave such a function, or null if it may. */
  public @Nullable String problem(ActiveRule rule, @Nullable ClassLoader loader, ClassFiles files) {
    if (!(rule.spec().action() instanceof MeasureRun)) {
      return "a suspend function: a stage or a gauge is of a call that returns";
    }
    byte[] library = loader == null ? null : files.read(LIBRARY, loader);
    if (library == null || !ClassFile.of(library).methods().containsKey(RESUME)) {
      return "the end of a suspend function cannot be seen: " + LIBRARY + " is not there";
    }
    return null;
  }

  /** Returns the suspend functions of a class that can suspend, by name and descriptor. */
  public static Map<String, SuspendBytecode> ofClass(
      Iterable<MethodDescription.InDefinedShape> methods, byte[] bytes) {
    Map<String, Integer> continuations = new HashMap<>();
    for (MethodDescription.InDefinedShape method : methods) {
      if (isSuspend(method)) {
        continuations.put(AdviceCatalog.key(method), method.getStackSize() - 1);
      }
    }
    Map<String, SuspendBytecode> shapes = new HashMap<>();
    if (!continuations.isEmpty()) {
      new ClassReader(bytes)
          .accept(
              new Bodies(continuations, shapes), ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
    }
    return shapes;
  }

  private static final class Bodies extends ClassVisitor {
    private final Map<String, Integer> continuations;
    private final Map<String, SuspendBytecode> shapes;

    Bodies(Map<String, Integer> continuations, Map<String, SuspendBytecode> shapes) {
      super(OpenedClassReader.ASM_API);
      this.continuations = continuations;
      this.shapes = shapes;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      String key = name + descriptor;
      Integer slot = continuations.get(key);
      return slot == null ? null : new Body(slot, key, shapes);
    }
  }

  /**
   * Looks for the test with which a function with a state machine begins: whether the continuation
   * is of its own class, and the sign of a field there is set. A function that never uses its
   * continuation cannot suspend.
   */
  private static final class Body extends MethodVisitor {
    private final int slot;
    private final String key;
    private final Map<String, SuspendBytecode> shapes;
    private boolean uses;
    private boolean loaded;
    private @Nullable String own;
    private @Nullable String read;
    private @Nullable String label;

    Body(int slot, String key, Map<String, SuspendBytecode> shapes) {
      super(OpenedClassReader.ASM_API);
      this.slot = slot;
      this.key = key;
      this.shapes = shapes;
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
      loaded = opcode == Opcodes.ALOAD && variable == slot;
      uses |= loaded;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.INSTANCEOF && loaded && own == null) {
        own = type;
      }
      loaded = false;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      loaded = false;
      if (label == null
          && opcode == Opcodes.GETFIELD
          && owner.equals(own)
          && descriptor.equals("I")) {
        read = name;
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (label == null && read != null && Integer.valueOf(Integer.MIN_VALUE).equals(value)) {
        label = read;
      }
    }

    @Override
    public void visitEnd() {
      if (uses) {
        shapes.put(
            key,
            label == null || own == null
                ? new SuspendBytecode(null, "label")
                : new SuspendBytecode(own.replace('/', '.'), label));
      }
    }
  }
}
