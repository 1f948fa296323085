using EventGen.EventContracts;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class ContractAnalyzerInBuildTests() : ContractAnalyzerSuite(isEditor: false)
{
    private const string Json = " [System.Text.Json.Serialization.JsonSerializable(typeof(Placed))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;";

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.CSharp13);

    // What the generator wrote is left as it was while the payload changes under it: only who reads the payload again can tell.
    [Theory]
    [InlineData("int A", false)]
    [InlineData("int A, long B", true)]
    public async Task PayloadThatTheFileHasAsTheGeneratorReadIt_IsNotReadAgain(string accepted, bool isReported)
    {
        var before = Compile("record Placed(int A)");
        var manifest = CSharpGeneratorDriver.Create([new EventGenGenerator().AsSourceGenerator()], parseOptions: s_language)
            .RunGenerators(before, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees.Single(static tree => tree.FilePath.EndsWith("EventGen.Manifest.g.cs", StringComparison.Ordinal));
        string file = ContractFileWriter.Write(new ContractFile("Shop", [EventContracts.ContractSource.Read($"public record Placed({accepted});")]));

        var found = await Compile("record Placed(string A)").AddSyntaxTrees(manifest)
            .WithAnalyzers([new ContractAnalyzer()], new AnalyzerOptions([new ContractText(file)]))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isReported, !found.IsEmpty);
    }

    private static CSharpCompilation Compile(string payload) => CSharpCompilation.Create(
        "Shop",
        [CSharpSyntaxTree.ParseText($"using EventGen; namespace Shop; [Event(\"order.placed\"), PublishTo(\"redis\")] public {payload};{Json}", s_language)],
        [.. TargetingPack.References, .. Project.Setup.References],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private sealed class ContractText(string text) : AdditionalText
    {
        public override string Path => ContractFile.Name;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
