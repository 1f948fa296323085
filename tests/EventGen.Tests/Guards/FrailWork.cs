namespace EventGen.Tests.Guards;

/// <summary>What the handlers and members of a <see cref="Frail"/> do.</summary>
public sealed class FrailWork(CallLog calls)
{
    public CallLog Calls => calls;

    /// <summary>What the first handler throws.</summary>
    public Func<Exception> Failure { get; set; } = static () => new InvalidOperationException("failed");

    /// <summary>Called when the key is read.</summary>
    public Func<string?>? Key { get; set; }

    /// <summary>Called when the event is written as JSON.</summary>
    public Action? Write { get; set; }
}
