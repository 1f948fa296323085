namespace EventGen.Cli.Managing;

/// <summary>Which events of the outbox.</summary>
/// <param name="Event">Of this event; <see langword="null"/> for all.</param>
/// <param name="State"><c>waiting</c>, <c>scheduled</c> or <c>leased</c>; <see langword="null"/> for all.</param>
/// <param name="After">Behind this position; <see langword="null"/> from the first on.</param>
/// <param name="Take">So many at most.</param>
internal sealed record OutboxChoice(string? Event, string? State, long? After, int Take);
