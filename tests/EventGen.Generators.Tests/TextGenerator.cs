using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests;

/// <summary>Another generator, which writes one file.</summary>
/// <param name="hint">The file's name.</param>
/// <param name="text">What stands in it.</param>
/// <param name="first">Whether it is written before all generators run, so that they see it.</param>
internal sealed class TextGenerator(string hint, string text, bool first = false) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        if (first) context.RegisterPostInitializationOutput(output => output.AddSource(hint, text));
        else context.RegisterSourceOutput(context.ParseOptionsProvider, (output, _) => output.AddSource(hint, text));
    }
}
