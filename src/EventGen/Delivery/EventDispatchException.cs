namespace EventGen;

/// <summary>One or more handlers or publishers failed for an event that was invoked. All the others have run.</summary>
public sealed class EventDispatchException : AggregateException
{
    internal EventDispatchException(IReadOnlyList<DeliveryFailure> failures)
        : base(failures.Select(static failure => failure.Exception))
    {
        Failures = failures;
        Message = Describe(failures);
    }

    /// <summary>Names each handler that failed, and with what.</summary>
    public override string Message { get; }

    /// <summary>The failures, in the order in which the handlers ran; never empty.</summary>
    public IReadOnlyList<DeliveryFailure> Failures { get; }

    private static string Describe(IReadOnlyList<DeliveryFailure> failures) =>
        failures.Count == 1 ? failures[0].ToString() : $"{failures.Count} failed: {string.Join("; ", failures)}";
}
