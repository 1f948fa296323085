using EventGen.EventContracts;
using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads the contracts of a project's events for the manifest.</summary>
internal static class ContractsReader
{
    public static ContractsModel Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var contracts = new ProjectContracts(compilation);
        return new ContractsModel(
            (int)contracts.Promise,
            contracts.Events(cancellationToken).Select(type => Read(type, contracts, compilation, cancellationToken)).OfType<ContractModel>().ToEquatableArray());
    }

    private static ContractModel? Read(INamedTypeSymbol type, ProjectContracts contracts, Compilation compilation, CancellationToken cancellationToken)
    {
        try
        {
            if (contracts.OfAny(type, cancellationToken) is not { } parsed) return null;
            string global = type.Global(ExternAliases.Of(compilation));
            return new ContractModel(
                global, contracts.IsInScope(type), ContractFileWriter.WriteLine(parsed.Contract), Texts(parsed, cancellationToken), Examples(parsed, cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The analyzer reads the same event and reports the failure with its place.
            return null;
        }
    }

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
