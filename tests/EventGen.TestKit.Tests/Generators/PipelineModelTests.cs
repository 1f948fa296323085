using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.TestKit.Tests;

public sealed class PipelineModelTests
{
    private static readonly SyntaxTree s_tree = CSharpSyntaxTree.ParseText("class C;");
    private static readonly Compilation s_compilation = CSharpCompilation.Create("Shop", [s_tree]);

    public static TheoryData<object, string> Guilty => new()
    {
        { new Held(s_compilation), "Held.Value: CSharpCompilation" },
        { new Held(s_tree.GetRoot().GetLocation()), "Held.Value: SourceLocation" },
        { new Held(new[] { new Held(s_tree.GetRoot()) }), "Held.Value[0].Value: CompilationUnitSyntax" },
        { ImmutableArray.Create(new Held("a"), new Held(s_tree)), "ImmutableArray`1[1].Value: ParsedSyntaxTree" },
        { new Dictionary<string, object> { ["a"] = s_compilation.GlobalNamespace }, "Dictionary`2[0].value: NamespaceSymbol" },
        { (1, new Derived(s_tree.GetRoot().GetFirstToken(), "b")), "ValueTuple`2.Item2.Value: SyntaxToken" },
    };

    [Theory]
    [MemberData(nameof(Guilty))]
    public void FindCompilerObjects_NamesTheWayToEachOne(object value, string path) =>
        Assert.Equal([path], PipelineModel.FindCompilerObjects(value));

    [Fact]
    public void FindCompilerObjects_OfPlainValues_FindsNothing()
    {
        var loop = new Loop();
        loop.Next = loop;

        Assert.All(
            new object?[] { null, "text", 1.5m, DayOfWeek.Friday, default(ImmutableArray<string>), new Held(Guid.Empty), loop, typeof(string), new Func<int>(static () => 1) },
            static value => Assert.Empty(PipelineModel.FindCompilerObjects(value)));
    }

    private record Held(object? Value);

    private sealed record Derived(object? Value, string Name) : Held(Value);

    private sealed class Loop
    {
        public Loop? Next { get; set; }
    }
}
