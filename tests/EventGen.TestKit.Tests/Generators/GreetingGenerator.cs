using Microsoft.CodeAnalysis;

namespace EventGen.TestKit.Tests;

/// <summary>Writes one file for each class marked <c>[Obsolete]</c>; how, and what it keeps on the way, is the test's to say.</summary>
internal sealed class GreetingGenerator<T>(Func<INamedTypeSymbol, T> parse, Func<T, (string Name, string Text)> emit) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var greetings = context.SyntaxProvider
            .ForAttributeWithMetadataName("System.ObsoleteAttribute", static (_, _) => true, (found, _) => parse((INamedTypeSymbol)found.TargetSymbol))
            .WithTrackingName("Greetings");
        context.RegisterSourceOutput(greetings, (output, greeting) =>
        {
            var (name, text) = emit(greeting);
            output.AddSource($"{name}.g.cs", text);
        });
    }
}
