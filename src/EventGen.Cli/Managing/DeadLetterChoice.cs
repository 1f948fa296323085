namespace EventGen.Cli.Managing;

/// <summary>Which dead letters; every member that is <see langword="null"/> lets all through.</summary>
/// <param name="Event">Of this event.</param>
/// <param name="Handler">Of this handler or publisher.</param>
/// <param name="Kind"><c>handler</c>, <c>publisher</c> or <c>rejected</c>.</param>
/// <param name="Since">Failed last at this time or later.</param>
internal sealed record DeadLetterChoice(string? Event, string? Handler, string? Kind, string? Since)
{
    public static DeadLetterChoice All { get; } = new(null, null, null, null);

    public bool IsAll => this is { Event: null, Handler: null, Kind: null, Since: null };
}
