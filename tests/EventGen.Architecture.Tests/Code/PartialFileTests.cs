using EventGen.Architecture.Tests.Floors;
using Microsoft.CodeAnalysis;

namespace EventGen.Architecture.Tests;

public sealed class PartialFileTests
{
    private const int Limit = 3;

    [Fact]
    public void Types_OfTheRuntime_HaveAtMostThreeFiles() => Findings.AssertNone(
        from type in FloorTests.Types(RuntimeSource.Compilation.Assembly.GlobalNamespace)
        let files = type.DeclaringSyntaxReferences.Select(static part => part.SyntaxTree.FilePath).Distinct().Count()
        where files > Limit
        select $"{type} has {files} files; past {Limit} there is another type in it");
}
