using System.Globalization;

namespace EventGen.Outbox.Conformance;

/// <summary>How a process of a trial is to behave. Immutable.</summary>
public sealed record ProgramSettings
{
    /// <summary>The name of the instance; <see langword="null"/> for the next slot of the machine.</summary>
    public string? Instance { get; init; }

    public int LeaseSeconds { get; init; } = 30;

    /// <summary>How many keys the numbers are spread over.</summary>
    public int Accounts { get; init; } = 32;

    /// <summary>The number whose handler ends the process with SIGKILL.</summary>
    public int? Poison { get; init; }

    /// <summary>Which handler does so: the one that writes an effect, or the one after it.</summary>
    public string Poisoned { get; init; } = "ledger";

    /// <summary>The number that the handler that writes no effect never ends with.</summary>
    public int? Held { get; init; }

    /// <summary>Whether each delivery to a handler that writes no effect is noted in the table <c>deliveries</c>.</summary>
    public bool NotesDeliveries { get; init; }

    /// <summary>Whether it is the next version of the program.</summary>
    public bool IsNext { get; init; }

    /// <summary>Whether 200 numbers at a time are emitted synchronously on threads of the pool, which begins with one thread.</summary>
    public bool EmitsOnEveryThread { get; init; }

    public IEnumerable<string> Arguments(string kind, string connectionString)
    {
        yield return $"kind={kind}";
        yield return $"connection={connectionString}";
        if (Instance is not null) yield return $"instance={Instance}";
        yield return string.Create(CultureInfo.InvariantCulture, $"lease={LeaseSeconds}");
        yield return string.Create(CultureInfo.InvariantCulture, $"accounts={Accounts}");
        if (NotesDeliveries) yield return "notes=1";
        if (EmitsOnEveryThread) yield return "everythread=1";
        if (Poison is { } poison) yield return string.Create(CultureInfo.InvariantCulture, $"poison={poison}");
        if (Poison is not null) yield return $"poisoned={Poisoned}";
        if (Held is { } held) yield return string.Create(CultureInfo.InvariantCulture, $"held={held}");
    }
}
