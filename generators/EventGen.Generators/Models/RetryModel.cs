namespace EventGen.Generators.Models;

/// <summary>A <c>[Retry]</c>, checked. Times are in ticks, enumerations their members' names; what has its default is <see langword="null"/>, or empty.</summary>
internal sealed record RetryModel(
    int? Attempts,
    long? Delay,
    string? Backoff,
    long? MaxDelay,
    bool? Jitter,
    EquatableArray<string> On,
    EquatableArray<string> Except,
    string? WhileRetrying);
