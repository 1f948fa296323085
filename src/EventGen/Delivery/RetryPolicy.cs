using System.Globalization;

namespace EventGen;

/// <summary>How often, and when, a failed handler or publisher is attempted again. Immutable and thread safe.</summary>
/// <remarks>
/// Only what failed is attempted again, never its siblings. Waiting holds neither a worker nor a place in the queue. The
/// wait before attempt <c>n + 1</c> is, before jitter, <c>Delay</c>, <c>Delay × n</c> or <c>Delay × 2^(n - 1)</c>, at most
/// <see cref="MaxDelay"/>.
/// </remarks>
public sealed record RetryPolicy
{
    /// <summary>One attempt, and no other.</summary>
    public static RetryPolicy None { get; } = new() { Attempts = 1 };

    /// <summary>How many attempts there are in all, the first included.</summary>
    /// <value>Default: 5. At least 1.</value>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the second attempt.</summary>
    /// <value>Default: 200 ms. Not negative.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How the wait grows from attempt to attempt.</summary>
    /// <value>Default: <see cref="EventGen.Backoff.Exponential"/>.</value>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>The longest wait.</summary>
    /// <value>Default: 30 s. Not below <see cref="Delay"/>, and at most 24 days, the limit of a timer.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether each wait is shortened at random to between half and all of itself, so that what failed together does not
    /// come back together ("equal jitter", Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
    /// </summary>
    /// <value>Default: true.</value>
    public bool Jitter { get; init; } = true;

    /// <summary>The exceptions after which there is another attempt, derived ones included.</summary>
    /// <value>Default: empty, which is every exception.</value>
    public IReadOnlyList<Type> On { get; init; } = [];

    /// <summary>The exceptions after which there is none, derived ones included; they win over <see cref="On"/>.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<Type> Except { get; init; } = [];

    /// <summary>What the wait of a keyed event means for the later events of its key.</summary>
    /// <value>Default: <see cref="KeyOrder.Block"/>.</value>
    public KeyOrder WhileRetrying { get; init; } = KeyOrder.Block;

    /// <summary>The policy in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Attempts = {Attempts}, Delay = {Delay:g}, MaxDelay = {MaxDelay:g}, Backoff = {Backoff}, Jitter = {Jitter}, WhileRetrying = {WhileRetrying}{Types(nameof(On), On)}{Types(nameof(Except), Except)}");

    private static string Types(string name, IReadOnlyList<Type>? types) => types is { Count: > 0 } ? $", {name} = {string.Join(", ", types)}" : "";

    /// <summary>Every setting that cannot work, each as a sentence that says what to change.</summary>
    internal IEnumerable<string> ValidationErrors(string name)
    {
        if (Attempts < 1) yield return $"{name}.{nameof(Attempts)} is {Attempts}; it must be at least 1, the first attempt.";
        if (Delay < TimeSpan.Zero) yield return $"{name}.{nameof(Delay)} is {Delay}; it must not be negative.";
        if (MaxDelay < Delay) yield return $"{name}.{nameof(MaxDelay)} is {MaxDelay}; it must not be below {nameof(Delay)}, {Delay}.";
        if (MaxDelay > TimerLimits.Longest) yield return $"{name}.{nameof(MaxDelay)} is {MaxDelay}; it must be at most {TimerLimits.Longest}.";
        if (Backoff is < Backoff.Constant or > Backoff.Exponential) yield return $"{name}.{nameof(Backoff)} is {Backoff}; it must be one of {string.Join(", ", Enum.GetNames<Backoff>())}.";
        if (WhileRetrying is < KeyOrder.Block or > KeyOrder.Park) yield return $"{name}.{nameof(WhileRetrying)} is {WhileRetrying}; it must be one of {string.Join(", ", Enum.GetNames<KeyOrder>())}.";
        if (On is null) yield return $"{name}.{nameof(On)} is null; leave it out for every exception.";
        if (Except is null) yield return $"{name}.{nameof(Except)} is null; leave it out for none.";
        foreach (var types in (IReadOnlyList<Type>?[])[On, Except])
        {
            foreach (var type in types ?? [])
            {
                if (!typeof(Exception).IsAssignableFrom(type)) yield return $"{name} names {type?.ToString() ?? "null"}, which is not an exception.";
            }
        }
    }

    /// <summary>Whether there is another attempt after one that failed with <paramref name="exception"/>.</summary>
    /// <param name="attempts">How many there have been.</param>
    /// <param name="exception">What the last one failed with.</param>
    internal bool Allows(int attempts, Exception exception)
    {
        if (attempts >= Attempts) return false;
        foreach (var type in Except)
        {
            if (type.IsInstanceOfType(exception)) return false;
        }

        if (On.Count == 0) return true;
        foreach (var type in On)
        {
            if (type.IsInstanceOfType(exception)) return true;
        }

        return false;
    }

    /// <summary>How long to wait for the next attempt.</summary>
    /// <param name="attempts">How many have failed, at least one.</param>
    /// <param name="chance">Between 0 and 1, for the jitter.</param>
    internal TimeSpan DelayAfter(int attempts, double chance)
    {
        // In doubles, which overflow to infinity and not to a negative wait.
        double factor = Backoff switch
        {
            Backoff.Constant => 1,
            Backoff.Linear => attempts,
            _ => Math.Pow(2, attempts - 1),
        };
        double ticks = Math.Min(Delay.Ticks * factor, MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(Jitter ? ticks * (0.5 + (0.5 * chance)) : ticks));
    }
}
