using EventGen.EventContracts;

namespace EventGen.Generators.Analyzers;

/// <summary>What is said of a change.</summary>
internal static class ContractMessages
{
    /// <summary>Whom a change breaks.</summary>
    public static string Consequence(bool backward, bool forward) => (backward, forward) switch
    {
        (true, true) => "old and new code cannot read each other's messages",
        (true, false) => "this code cannot read what was written before",
        _ => "older code cannot read what this code writes",
    };

    /// <summary>What to do about a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isOlder">Whether it is of an older version, whose payload stays as it was.</param>
    public static string Remedy(ContractChange change, bool isOlder) => change.Remedy switch
    {
        _ when isOlder => "take the change back: the older payload stays what was written",
        ContractRemedy.MakeOptional => "make the part optional, or raise the event's Version",
        ContractRemedy.KeepName => $"keep the name with [JsonPropertyName(\"{change.OldName}\")], or raise the event's Version",
        _ => "take the change back, or raise the event's Version",
    };
}
