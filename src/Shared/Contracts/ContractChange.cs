namespace EventGen.EventContracts;

/// <summary>One difference between a contract and what an event is now.</summary>
/// <param name="Fact">What has changed, as a sentence about one part: <c>the part 'Note' is new and required</c>.</param>
/// <param name="BreaksBackward">Whether the new code cannot read what the old code wrote.</param>
/// <param name="BreaksForward">Whether the old code cannot read what the new code writes.</param>
internal sealed record ContractChange(string Fact, bool BreaksBackward, bool BreaksForward)
{
    /// <summary>What undoes it.</summary>
    public ContractRemedy Remedy { get; init; }

    /// <summary>The name to keep, for <see cref="ContractRemedy.KeepName"/>.</summary>
    public string OldName { get; init; } = "";

    /// <summary>The payload's own part that the change is in; <see langword="null"/> when it has that no more, or the payload itself changed.</summary>
    public ContractPart? Root { get; init; }

    /// <summary>The part that changed, of the new contract; <see langword="null"/> when it was removed.</summary>
    public ContractPart? Part { get; init; }

    /// <summary>The name of the new contract's definition in which it changed; empty for the payload itself.</summary>
    public string Definition { get; init; } = "";

    /// <summary>Whether it breaks what the project promises.</summary>
    public bool Breaks(ContractPromise promise) => (BreaksBackward && promise.HasFlag(ContractPromise.Backward)) || (BreaksForward && promise.HasFlag(ContractPromise.Forward));
}
