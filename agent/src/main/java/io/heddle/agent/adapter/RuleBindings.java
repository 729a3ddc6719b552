package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import io.heddle.probe.OutcomeClassifier;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbedRule;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values that a rule binds for an adapter, and the conditions for failures. Immutable. */
public final class RuleBindings {
  private final String pack;
  private final Map<String, Value> values;
  private final Probe judged;

  /**
   * @param pack name of the rule's pack
   * @param rule the rule, whose conditions say how a call ended
   * @param values by the names that the adapter knows
   */
  public RuleBindings(String pack, Registry registry, ProbedRule rule, Map<String, Value> values) {
    this.pack = pack;
    this.values = Map.copyOf(values);
    this.judged = Probe.adapted(registry, rule, new Adapter() {});
  }

  /** Returns the name of the rule's pack. */
  public String pack() {
    return pack;
  }

  /** Returns true if the value is known only when the call has ended. */
  public boolean isLate(String name) {
    Value value = values.get(name);
    return value != null && value.isLate();
  }

  /** Returns true if a value or a condition of the rule reads the receiver or the arguments. */
  public boolean readsCall() {
    for (Value value : values.values()) {
      if (value.readsCall()) {
        return true;
      }
    }
    return judged.rule().readsCall();
  }

  /** Returns true if the rule binds a value to this name. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns the names that begin with this prefix, without it and in order. */
  public List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    for (String name : new TreeSet<>(values.keySet())) {
      if (name.startsWith(prefix)) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }

  /** Returns the text of this name if it is the same in every call, or null. */
  public @Nullable String constant(String name) {
    Value value = values.get(name);
    return value != null && value.root() == Value.Root.CONSTANT ? value.text() : null;
  }

  /** Returns the bound values of one call, whose result is null while it goes on. */
  public Heard of(
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    return new Heard(this, new Call(self, arguments, returned, thrown));
  }

  /** The bound values of one call. */
  public static final class Heard {
    private final RuleBindings facts;
    private final Call call;

    private Heard(RuleBindings facts, Call call) {
      this.facts = facts;
      this.call = call;
    }

    /** Returns the value of this name, or null if the rule binds none or it is null. */
    public @Nullable Object object(String name) throws Throwable {
      Value value = facts.values.get(name);
      return value == null ? null : value.read(call);
    }

    /** Returns the value of this name if it is a text, or null. */
    public @Nullable String text(String name) throws Throwable {
      return object(name) instanceof String text ? text : null;
    }

    /** Returns the value of this name as a label; a failure is counted as an error of the rule. */
    public String label(String name) {
      try {
        Value value = facts.values.get(name);
        int most = facts.judged.rule().labelLength();
        return value == null ? Value.NONE : value.label(call, most);
      } catch (Throwable e) {
        facts.judged.failed(e);
        return Value.ERROR;
      }
    }

    /** Returns the result of the call; null while it goes on, for void, and when it threw. */
    public @Nullable Object returned() {
      return call.returned();
    }

    /** Returns true if the call has ended with an exception. */
    public boolean isThrown() {
      return call.thrown() != null;
    }

    /** Returns how the call failed by the conditions of the rule, or null for a success. */
    public @Nullable RunFailure ending() {
      return OutcomeClassifier.judge(facts.judged, call);
    }
  }
}
