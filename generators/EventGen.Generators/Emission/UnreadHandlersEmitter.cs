using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes down the marked methods that take what was in nobody's reach while the generator ran.</summary>
internal static class UnreadHandlersEmitter
{
    public static string Emit(IEnumerable<string> names)
    {
        var writer = GeneratedFile.Begin("Handlers that are not called: while they were read, no type had the name of one that they take.");
        foreach (string name in names.Distinct(StringComparer.Ordinal).OrderBy(static name => name, StringComparer.Ordinal))
            writer.Line($"[assembly: {CSharpText.Attribute(RuntimeNames.UnreadHandlerAttribute)}({CSharpText.Literal(name)})]");
        return writer.Finish();
    }
}
