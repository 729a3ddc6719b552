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

/**
 * What a rule tells an adapter about its calls: values by name, and what an exception means.
 * Immutable.
 */
public final class RuleBindings {
  private final String pack;
  private final Map<String, Value> values;
  private final Probe judged;

  /**
   * @param pack name of the rule's pack
   * @param rule whose conditions say how a call ended
   * @param values by the names that the adapter knows
   */
  public RuleBindings(String pack, Registry registry, ProbedRule rule, Map<String, Value> values) {
    this.pack = pack;
    this.values = Map.copyOf(values);
    this.judged = Probe.adapted(registry, rule, new Adapter() {});
  }

  /** The name of the rule's pack. */
  public String pack() {
    return pack;
  }

  /** True if the value is known only when the call has ended. */
  public boolean isLate(String name) {
    Value value = values.get(name);
    return value != null && value.isLate();
  }

  /** True if the value of any name, or a condition of the rule, asks for receiver or arguments. */
  public boolean readsCall() {
    for (Value value : values.values()) {
      if (value.readsCall()) {
        return true;
      }
    }
    return judged.rule().readsCall();
  }

  /** True if the rule gives a value of this name. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The names that begin with this, without it and in order. */
  public List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    for (String name : new TreeSet<>(values.keySet())) {
      if (name.startsWith(prefix)) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }

  /** The text of this name where it is the same in every call; null otherwise. */
  public @Nullable String constant(String name) {
    Value value = values.get(name);
    return value != null && value.root() == Value.Root.CONSTANT ? value.text() : null;
  }

  /** The facts of one call, whose result is null while it goes on. */
  public Heard of(
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    return new Heard(this, new Call(self, arguments, returned, thrown));
  }

  /** One call. */
  public static final class Heard {
    private final RuleBindings facts;
    private final Call call;

    private Heard(RuleBindings facts, Call call) {
      this.facts = facts;
      this.call = call;
    }

    /** The value of this name; null where the rule gives none or it is null. */
    public @Nullable Object object(String name) throws Throwable {
      Value value = facts.values.get(name);
      return value == null ? null : value.read(call);
    }

    /** The same where it is text; null where it is anything else. */
    public @Nullable String text(String name) throws Throwable {
      return object(name) instanceof String text ? text : null;
    }

    /** The same as the value of a label; what cannot be one is counted as an error of the rule. */
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

    /** What the call returned; null while it goes on, for void, and when it threw. */
    public @Nullable Object returned() {
      return call.returned();
    }

    /** True if the call has ended with an exception. */
    public boolean isThrown() {
      return call.thrown() != null;
    }

    /** How the call ended, by the rule's own conditions; null for a success. */
    public @Nullable RunFailure ending() {
      return OutcomeClassifier.judge(facts.judged, call);
    }
  }
}
