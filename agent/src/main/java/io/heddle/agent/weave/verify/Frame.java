package io.heddle.agent.weave.verify;

/**
 * One frame of a StackMapTable, by slots. Not changed once it is made.
 *
 * @param locals types of the local variables; those beyond are of no use
 * @param stack types of the operand stack, its bottom first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(int[] locals, int[] stack) {}
