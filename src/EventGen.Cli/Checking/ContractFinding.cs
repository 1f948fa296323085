namespace EventGen.Cli.Checking;

/// <summary>A difference between the events and what was accepted.</summary>
/// <param name="Event">The event's id.</param>
/// <param name="Version">The version; <see langword="null"/> of the event as a whole.</param>
/// <param name="Fact">What has changed.</param>
/// <param name="Breaks">Whether it breaks what the project promises.</param>
/// <param name="BreaksBackward">Whether the new code cannot read what the old code wrote.</param>
/// <param name="BreaksForward">Whether the old code cannot read what the new code writes.</param>
internal sealed record ContractFinding(string Event, int? Version, string Fact, bool Breaks, bool BreaksBackward, bool BreaksForward)
{
    /// <summary>The finding as a line.</summary>
    public override string ToString()
    {
        string whom = (BreaksBackward, BreaksForward) switch
        {
            (true, true) => "; the new code cannot read old messages, nor old code new ones",
            (true, false) => "; the new code cannot read old messages",
            (false, true) => "; old code cannot read new messages",
            _ => "",
        };
        return $"{Event}{(Version is > 1 ? $"@{Version}" : "")}: {Fact}{whom}";
    }
}
