using Microsoft.CodeAnalysis;

namespace EventGen.Architecture.Tests.Floors;

/// <summary>Who may use whom in the generator: a folder uses only those that stand before it here, so no two folders use each other.</summary>
public sealed class GeneratorFloorTests
{
    // From the ground up. Each folder has the folders that it may use.
    private static readonly Dictionary<string, string[]> s_mayUse = new(StringComparer.Ordinal)
    {
        ["Text"] = [],
        ["Rules"] = [],
        ["Models"] = ["Text"],
        ["Parsing"] = ["Text", "Rules", "Models"],
        ["Aggregation"] = ["Text", "Models", "Parsing"],
        ["Emission"] = ["Text", "Models", "Aggregation"],
        ["Fingerprints"] = ["Models", "Parsing"],
        ["Analyzers"] = ["Text", "Rules", "Models", "Parsing", "Aggregation"],
        ["Pipeline"] = ["Text", "Models", "Parsing", "Aggregation", "Emission", "Fingerprints"],
        ["."] = ["Models", "Aggregation", "Fingerprints", "Pipeline"],
    };

    [Fact]
    public void Generator_Compiles_SoThatTheTableIsWhole() => Findings.AssertNone(
        GeneratorSource.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static finding => finding.Severity == DiagnosticSeverity.Error)
            .Select(static error => error.ToString()));

    [Fact]
    public void Folders_UseThoseBelowThem_AndNoneAbove() => Findings.AssertNone(
        from arrow in FolderTable.Of(GeneratorSource.Compilation, GeneratorSource.FolderOf)
        where !s_mayUse.TryGetValue(arrow.From, out string[]? below) || !below.Contains(arrow.To)
        select $"{arrow}: {string.Join("; ", arrow.Uses)}");

    [Fact]
    public void Table_HasNoFolderThatUsesOneAboveIt()
    {
        var order = s_mayUse.Keys.ToList();

        Assert.All(s_mayUse, folder => Assert.All(folder.Value, used => Assert.True(order.IndexOf(used) < order.IndexOf(folder.Key), $"{folder.Key} -> {used}")));
    }
}
