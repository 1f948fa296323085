using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests;

/// <summary>Another generator, whose output EventGen never sees: it writes a global using.</summary>
internal sealed class GlobalUsingGenerator(string space) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        // Not a post-initialization output: that one all generators see.
        context.RegisterSourceOutput(context.ParseOptionsProvider, (output, _) => output.AddSource("Using.g.cs", $"global using {space};"));
}
