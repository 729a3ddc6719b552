package io.heddle.agent.weave.verify;

/**
 * The position of the code of a method in its class file (JVMS 4.7.3). Immutable.
 *
 * @param descriptor of the method
 * @param isStatic true if it has no receiver
 * @param maxStack slots of the operand stack
 * @param maxLocals slots of local variables
 * @param start of the bytecode, in the bytes of the class
 * @param length of the bytecode, in bytes
 * @param handlers start of the exception table's entries, of eight bytes each
 * @param handlerCount entries of the exception table
 * @param stackMap start of the content of its StackMapTable; -1 if it has none
 */
public record MethodCode(
    String descriptor,
    boolean isStatic,
    int maxStack,
    int maxLocals,
    int start,
    int length,
    int handlers,
    int handlerCount,
    int stackMap) {}
