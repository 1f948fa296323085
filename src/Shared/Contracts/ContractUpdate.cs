namespace EventGen.EventContracts;

/// <summary>Takes what events are now into the file. What is gone stays reserved.</summary>
internal static class ContractUpdate
{
    /// <summary>The contract with the versions of the event as they are in the place of those it had. A version that is read no more stays: messages may be left of it.</summary>
    /// <param name="accepted">The contract as it is; <see langword="null"/> for a new event.</param>
    /// <param name="current">The event as it is declared, with each version that has an upgrade.</param>
    public static EventContract Accept(EventContract? accepted, EventContract current)
    {
        if (accepted is null) return current;
        int newest = current.Versions[current.Versions.Count - 1].Number;
        var now = current.Versions.Select(version => accepted.Find(version.Number) is not { } before ? version
            : ReservedParts.Keep(before, version.Number < newest ? version with { Key = before.Key } : version));
        return current with
        {
            Versions = [.. accepted.Versions.Where(version => current.Find(version.Number) is null).Concat(now).OrderBy(static version => version.Number)],
        };
    }

    /// <summary>The file with an event as it is now.</summary>
    public static ContractFile Accept(ContractFile file, EventContract current) => With(file, current.Id, Accept(file.Find(current.Id), current));

    /// <summary>The file with an event as removed: its id stays reserved for a payload that can read the old one.</summary>
    public static ContractFile Remove(ContractFile file, string id) =>
        file.Find(id) is { } contract ? With(file, id, contract with { IsRemoved = true }) : file;

    private static ContractFile With(ContractFile file, string id, EventContract contract) =>
        new(file.Assembly, [.. file.Events.Where(other => other.Id != id).Append(contract).OrderBy(static other => other.Id, StringComparer.Ordinal)]);
}
