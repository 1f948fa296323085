using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Benchmarks.References;

/// <summary>The least that a generator of EventGen's files can do: it finds the same declarations with Roslyn's own search, and writes texts that are ready.</summary>
/// <param name="readsSymbols">Whether it also asks for the members of what it finds, and for their types, parameters and attributes; else for names alone.</param>
/// <param name="files">What it writes, by file name.</param>
internal sealed class FloorGenerator(bool readsSymbols, IReadOnlyList<(string Hint, string Text)> files) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var found = Find(context, "EventGen.EventAttribute").Combine(Find(context, "EventGen.SubscribeAttribute"));
        context.RegisterSourceOutput(found, (output, _) =>
        {
            foreach (var (hint, text) in files) output.AddSource(hint, SourceText.From(text, Encoding.UTF8));
        });
    }

    private IncrementalValueProvider<int> Find(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, (found, _) => readsSymbols ? ReadSymbols(found.TargetSymbol) : found.TargetSymbol.Name)
            .Collect().Select(static (names, _) => names.Length);

    private static string ReadSymbols(ISymbol symbol)
    {
        var read = new StringBuilder(symbol.Name);
        if (symbol is INamedTypeSymbol type)
        {
            foreach (var member in type.GetMembers()) Read(member, read);
        }
        else
        {
            Read(symbol, read);
            foreach (var constructor in symbol.ContainingType.InstanceConstructors) Read(constructor, read);
        }

        return read.ToString();
    }

    private static void Read(ISymbol member, StringBuilder read)
    {
        read.Append(member.Name).Append(member.GetAttributes().Length);
        if (member is IPropertySymbol property) read.Append(property.Type.Name);
        if (member is not IMethodSymbol method) return;
        foreach (var parameter in method.Parameters) read.Append(parameter.Type.Name).Append(parameter.GetAttributes().Length);
    }
}
