using EventGen.Generators.Pipeline;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Tests.Pipeline;

public sealed class FileGuardTests
{
    [Fact]
    public void Emit_WhenAnItemFails_IsOneFailureAndLeavesTheOthers()
    {
        var run = new GeneratorHarness(static () => new Guarded()) { Project = Project.Setup }.Start("class Good; class Bad; class Better;");

        Assert.Equal(["Better.g.cs", "Good.g.cs"], run.Sources.Keys);
        var failure = Assert.Single(run.Diagnostics);
        Assert.Equal("EVG5000", failure.Id);
        Assert.Equal(
            "The generator failed on 'Bad' and left it out (InvalidOperationException: boom); this is a defect of EventGen, please report it",
            failure.GetMessage());
    }

    private sealed class Guarded : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax,
                static (context, _) => ((ClassDeclarationSyntax)context.Node).Identifier.Text),
            static (context, name) => FileGuard.Emit(
                context, name, $"{name}.g.cs", () => name == "Bad" ? throw new InvalidOperationException("boom") : "// good"));
    }
}
