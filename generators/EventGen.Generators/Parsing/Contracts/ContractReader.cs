using EventGen.EventContracts;
using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads the contract of an event for the manifest.</summary>
internal static class ContractReader
{
    /// <returns>The contract; <see langword="null"/> when no context lists the event.</returns>
    public static ContractModel? Read(INamedTypeSymbol type, ProjectContracts contracts, ParseScope scope) =>
        contracts.OfAny(type, scope.CancellationToken) is { } parsed
            ? new ContractModel(
                type.Global(scope.Aliases),
                contracts.IsInScope(type),
                ContractFileWriter.WriteLine(parsed.Contract),
                Texts(parsed, scope.CancellationToken),
                Examples(parsed, scope.CancellationToken))
            : null;

    private static string Texts(ParsedContract parsed, CancellationToken cancellationToken) => Object(
        parsed, type => Quoted(DocComment.Summary(type, cancellationToken)), member => Quoted(PartComment.Of(member, cancellationToken)));

    private static string Examples(ParsedContract parsed, CancellationToken cancellationToken) => Object(
        parsed, type => Json(DocComment.Example(type, cancellationToken)), member => Json(DocComment.Example(member, cancellationToken)));

    // Types by their definition's name, parts by "definition.part".
    private static string Object(ParsedContract parsed, Func<ISymbol, string> ofType, Func<ISymbol, string> ofMember)
    {
        var json = new IndentedJson(isIndented: false);
        json.Open(null);
        foreach (var definition in parsed.Current.Version.Definitions.OrderBy(static definition => definition.Key, StringComparer.Ordinal))
        {
            if (parsed.Current.Symbols.Find(definition.Key) is not { } type) continue;
            if (ofType(type) is { Length: > 0 } text) json.Write(definition.Key, text);
            if (definition.Value is not ContractObject parts) continue;
            foreach (var part in parts.Parts)
            {
                if (parsed.Current.Symbols.Find(definition.Key, part.Name) is { } member && ofMember(member) is { Length: > 0 } ofPart) json.Write($"{definition.Key}.{part.Name}", ofPart);
            }
        }

        json.Close();
        return json.ToString();
    }

    private static string Quoted(string text) => text.Length == 0 ? "" : JsonText.Quote(text);

    // An example that is no JSON is a text.
    private static string Json(string example)
    {
        if (example.Length == 0) return "";
        try
        {
            new JsonReader(example).Read();
            return example;
        }
        catch (ContractFileException)
        {
            return JsonText.Quote(example);
        }
    }
}
