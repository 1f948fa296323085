using EventGen.Architecture.Tests.Floors;
using Microsoft.CodeAnalysis;

namespace EventGen.Architecture.Tests;

public sealed class PartialFileTests
{
    private const int Limit = 3;

    // What is still to be split. Nothing may be added.
    private static readonly string[] s_known = ["EventTopic"];

    [Fact]
    public void Types_OfTheRuntime_HaveAtMostThreeFiles() => Findings.AssertNone(
        from type in FloorTests.Types(RuntimeSource.Compilation.Assembly.GlobalNamespace)
        let files = type.DeclaringSyntaxReferences.Select(static part => part.SyntaxTree.FilePath).Distinct().Count()
        where files > Limit && !s_known.Contains(type.Name)
        select $"{type} has {files} files; past {Limit} there is another type in it");
}
