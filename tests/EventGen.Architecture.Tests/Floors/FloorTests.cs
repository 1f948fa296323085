using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Architecture.Tests.Floors;

/// <summary>Who may use whom in the runtime: a folder uses those below it, and no two folders use each other.</summary>
public sealed class FloorTests
{
    // From the ground up. Folders on one floor stand beside each other: one may use the other, but not both.
    private static readonly string[][] s_floors =
    [
        ["Compatibility"],
        ["Declaring"],
        ["Context", "Messages"],
        ["Diagnostics"],
        ["Queueing"],
        ["Delivery"],
        ["Dispatch", "Streaming", "Groups", "Publishing", "Receiving", "Durability", "Triggers"],
        ["Registry"],
        ["Lifetime"],
        ["."],
    ];

    [Fact]
    public void Runtime_Compiles_SoThatTheTableIsWhole() => Findings.AssertNone(RuntimeSource.Errors.Select(static error => error.ToString()));

    [Fact]
    public void Runtime_UsesNoFolderAbove_AndNoTwoFoldersUseEachOther() =>
        Findings.AssertNone(Violations(Table(RuntimeSource.Compilation)).Select(Describe));

    [Fact]
    public void PartsOfAType_AreInOneFolder() => Findings.AssertNone(
        from type in Types(RuntimeSource.Compilation.Assembly.GlobalNamespace)
        let folders = type.DeclaringSyntaxReferences.Select(static part => RuntimeSource.FolderOf(part.SyntaxTree.FilePath)).Distinct().ToArray()
        where folders.Length > 1
        select $"{type} is in {string.Join(" and ", folders)}");

    [Theory]
    [InlineData("var used = Above.Make();")]
    [InlineData("System.Func<Between, object> used = between => between.Inner;")]
    [InlineData("System.Collections.Generic.List<Above[]> used = new();")]
    [InlineData("Between used = default!; used.Take(new());")]
    public void Table_HasAnArrowUpward_HoweverTheTypeIsUsed(string code)
    {
        var arrows = Table(Project(
            ("src/EventGen/Context/Below.cs", $"class Below {{ void Use() {{ {code} }} }}"),
            ("src/EventGen/Context/Between.cs", "class Between { public object Inner = new(); public void Take(Above above) { } }"),
            ("src/EventGen/Queueing/Above.cs", "class Above { public static Above Make() => null!; }")));

        Assert.Equal(["Context -> Queueing"], Violations(arrows).Select(static arrow => arrow.ToString()));
    }

    [Fact]
    public void Violations_AreTheArrowsUpward_AndThoseBetweenTwoFoldersOfOneFloor()
    {
        Assert.Equal(
            ["Context -> Messages", "Declaring -> .", "Messages -> Context", "Nowhere -> Context"],
            Violations([Arrow("Context", "Messages"), Arrow("Declaring", "."), Arrow("Messages", "Context"), Arrow(".", "Declaring"), Arrow("Nowhere", "Context"), Arrow("Groups", "Dispatch")])
                .Select(static arrow => arrow.ToString()));

        static FolderArrow Arrow(string from, string to) => new(from, to, []);
    }

    private static IReadOnlyList<FolderArrow> Table(Compilation project) => FolderTable.Of(project, RuntimeSource.FolderOf);

    private static IEnumerable<FolderArrow> Violations(IReadOnlyList<FolderArrow> arrows) =>
        from arrow in arrows
        let user = FloorOf(arrow.From)
        let used = FloorOf(arrow.To)
        where user < 0 || used < 0 || used > user || (used == user && arrows.Any(other => other.From == arrow.To && other.To == arrow.From))
        select arrow;

    private static int FloorOf(string folder) => Array.FindIndex(s_floors, floor => floor.Contains(folder));

    private static string Describe(FolderArrow arrow) => $"{arrow}: {string.Join("; ", arrow.Uses)}";

    private static CSharpCompilation Project(params (string Path, string Text)[] files) => CSharpCompilation.Create(
        "Project",
        files.Select(static file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)),
        RuntimeSource.Compilation.References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    internal static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetMembers().SelectMany(static member => member is INamespaceSymbol inner ? Types(inner) : [(INamedTypeSymbol)member]);
}
