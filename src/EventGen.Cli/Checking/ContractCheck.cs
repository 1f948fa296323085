using EventGen.EventContracts;

namespace EventGen.Cli.Checking;

/// <summary>Compares the events of an assembly with what was accepted.</summary>
internal static class ContractCheck
{
    /// <returns>Everything that is not accepted, by event.</returns>
    public static IReadOnlyList<ContractFinding> Find(ProjectContract project, ContractFile? accepted) =>
        [.. project.Current.SelectMany(current => Changes(project, accepted, current)), .. Missing(project, accepted)];

    private static IEnumerable<ContractFinding> Changes(ProjectContract project, ContractFile? accepted, EventContract current)
    {
        // The same type by another id: who sends the old one is not heard any more.
        if (accepted?.FindBeforeMove(current) is { } moved)
            yield return new ContractFinding(current.Id, null, $"the id was '{moved.Id}'", project.Manifest.Promise != ContractPromise.None, true, true);

        if (accepted?.Find(current.Id) is not { } contract)
        {
            if (accepted?.Events.FirstOrDefault(other => other.Type == current.Type && !other.IsRemoved && !IsDeclared(project, other.Id)) is { } old)
                yield return new ContractFinding(current.Id, null, $"the id was '{old.Id}'", project.Manifest.Promise != ContractPromise.None, true, true);
            else
                yield return new ContractFinding(current.Id, null, "the event is new", false, false, false);
            yield break;
        }

        if (contract.IsRemoved) yield return new ContractFinding(current.Id, null, "the event was removed and is declared again", false, false, false);
        int newest = current.Versions[^1].Number;
        foreach (int number in contract.Versions.Select(static version => version.Number).Where(number => current.Find(number) is null))
        {
            yield return number > newest
                ? new ContractFinding(current.Id, null, $"the version was {number} and is {newest}", project.Manifest.Promise != ContractPromise.None, true, true)
                : new ContractFinding(current.Id, number, $"version {number} has no upgrade", project.Manifest.Promise.HasFlag(ContractPromise.Backward), true, false);
        }

        foreach (var finding in current.Versions.SelectMany(version => Changes(project, contract, version, newest))) yield return finding;
    }

    private static IEnumerable<ContractFinding> Changes(ProjectContract project, EventContract contract, ContractVersion version, int newest)
    {
        if (contract.Find(version.Number) is not { } before) return [new ContractFinding(contract.Id, version.Number, $"version {version.Number} is new", false, false, false)];

        // An older version is read, and written no more; what it was ordered by, its payload need not say any more.
        bool isOlder = version.Number < newest;
        if (isOlder) before = before with { Key = "" };
        var promise = isOlder ? project.Manifest.Promise & ContractPromise.Backward : project.Manifest.Promise;
        return ContractComparison.Compare(before, version)
            .Select(change => new ContractFinding(contract.Id, version.Number, change.Fact, change.Breaks(promise), change.BreaksBackward, change.BreaksForward && !isOlder));
    }

    private static IEnumerable<ContractFinding> Missing(ProjectContract project, ContractFile? accepted) => (accepted?.Events ?? [])
        .Where(contract => !contract.IsRemoved && !project.Current.Any(current => current.Id == contract.Id || (current.Type == contract.Type && accepted!.Find(current.Id) is null)))
        .Select(contract => new ContractFinding(
            contract.Id, null, IsDeclared(project, contract.Id) ? "the event is published no more, or no context lists it" : "the event is declared no more", false, false, false));

    private static bool IsDeclared(ProjectContract project, string id) => project.Manifest.Events.Any(declared => declared.Id == id);
}
