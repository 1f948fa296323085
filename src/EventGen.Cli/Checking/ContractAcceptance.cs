using System.Globalization;
using EventGen.EventContracts;

namespace EventGen.Cli.Checking;

/// <summary>Takes changes into a contract file.</summary>
internal static class ContractAcceptance
{
    /// <param name="project">The project.</param>
    /// <param name="breaking">The ids of events whose breaks are accepted.</param>
    /// <param name="retired">Versions that end, each as <c>id@version</c>.</param>
    /// <returns>What was taken in.</returns>
    /// <exception cref="CommandException">A break is not named, or a version cannot be retired.</exception>
    public static IReadOnlyList<ContractFinding> Accept(ProjectContract project, IReadOnlyList<string> breaking, IReadOnlyList<string> retired)
    {
        var accepted = project.ReadAccepted();
        var kept = accepted ?? new ContractFile(project.Manifest.Assembly, []);
        foreach (string version in retired) kept = Retire(project, kept, version);
        var findings = ContractCheck.Find(project, kept);
        if (findings.FirstOrDefault(finding => finding.Breaks && !breaking.Contains(finding.Event)) is { } refused)
            throw new CommandException($"{refused}. Nothing was accepted. Undo the change, raise the event's Version, or accept the break with --breaking {refused.Event}.");

        var file = project.Current.Aggregate(kept, ContractUpdate.Accept);

        foreach (var contract in file.Events.Where(contract => !contract.IsRemoved && project.Current.All(current => current.Id != contract.Id)).ToList()) file = ContractUpdate.Remove(file, contract.Id);
        if (accepted is null || ContractFileWriter.Write(accepted) != ContractFileWriter.Write(file)) project.Write(file);
        return findings;
    }

    private static ContractFile Retire(ProjectContract project, ContractFile file, string version)
    {
        string[] parts = version.Split('@');
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            throw new CommandException($"'{version}' is no version: --retire takes an id and a number, order.placed@1.");
        if (file.Find(parts[0]) is not { } contract || contract.Find(number) is null) throw new CommandException($"{project.File} has no '{version}'.");
        if (project.Current.FirstOrDefault(current => current.Id == contract.Id)?.Find(number) is not null)
            throw new CommandException($"'{version}' is still read: declare a newer version of the event, and remove the upgrade from this one.");
        var kept = contract with { Versions = [.. contract.Versions.Where(other => other.Number != number)] };
        return new ContractFile(file.Assembly, [.. file.Events.Select(other => other.Id == kept.Id ? kept : other)]);
    }
}
