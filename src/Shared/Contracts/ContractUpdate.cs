namespace EventGen.EventContracts;

/// <summary>Takes what events are now into the file. What is gone stays reserved.</summary>
internal static class ContractUpdate
{
    /// <summary>The contract with the current version of the event in the place of the one it had.</summary>
    /// <param name="accepted">The contract as it is; <see langword="null"/> for a new event.</param>
    /// <param name="current">The event as it is declared, with one version.</param>
    public static EventContract Accept(EventContract? accepted, EventContract current)
    {
        var now = current.Versions[0];
        if (accepted is null) return current;
        if (accepted.Find(now.Number) is { } before) now = ReservedParts.Keep(before, now);
        return current with { Versions = [.. accepted.Versions.Where(version => version.Number != now.Number).Append(now).OrderBy(static version => version.Number)] };
    }

    /// <summary>The file with an event as it is now.</summary>
    public static ContractFile Accept(ContractFile file, EventContract current) => With(file, current.Id, Accept(file.Find(current.Id), current));

    /// <summary>The file with an event as removed: its id stays reserved for a payload that can read the old one.</summary>
    public static ContractFile Remove(ContractFile file, string id) =>
        file.Find(id) is { } contract ? With(file, id, contract with { IsRemoved = true }) : file;

    private static ContractFile With(ContractFile file, string id, EventContract contract) =>
        new(file.Assembly, [.. file.Events.Where(other => other.Id != id).Append(contract).OrderBy(static other => other.Id, StringComparer.Ordinal)]);
}
