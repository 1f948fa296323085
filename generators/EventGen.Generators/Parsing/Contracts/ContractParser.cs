using EventGen.EventContracts;
using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what an event's payload is on the wire: what System.Text.Json writes with the context that lists the event.</summary>
internal static class ContractParser
{
    /// <param name="type">The payload.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="key">The part that orders deliveries.</param>
    /// <param name="settings">The context's settings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="older">The payloads of older versions that have an upgrade, with the settings of their contexts; <see langword="null"/> for none.</param>
    public static ParsedContract Parse(
        INamedTypeSymbol type, string id, KeyModel? key, JsonSettings settings, CancellationToken cancellationToken,
        IEnumerable<(UpgradeStep Step, JsonSettings Settings)>? older = null)
    {
        var versions = new List<ParsedVersion>();
        foreach (var (step, olderSettings) in older ?? []) versions.Add(Version(step.Payload, step.From, key: null, olderSettings, cancellationToken));
        versions.Add(Version(type, VersionOf(type), key, settings, cancellationToken));
        return new ParsedContract(new EventContract(id, type.FullName(), IsRemoved: false, [.. versions.Select(static version => version.Version)]), versions);
    }

    private static ParsedVersion Version(INamedTypeSymbol type, int number, KeyModel? key, JsonSettings settings, CancellationToken cancellationToken)
    {
        var symbols = new ContractSymbols();
        var parser = new SchemaParser(settings, symbols, cancellationToken);
        var payload = parser.Value(type, member: null) with { AllowsNull = false };
        return new ParsedVersion(new ContractVersion(number, KeyOf(key, payload, symbols, parser), payload, parser.Definitions), type, symbols);
    }

    /// <summary>The version that the event says it is; 1 when it says nothing.</summary>
    public static int VersionOf(INamedTypeSymbol type) =>
        type.FindAttribute(RuntimeNames.EventAttribute)?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Version").Value.Value as int? ?? 1;

    // A key that is not written has the name of its member.
    private static string KeyOf(KeyModel? key, ContractSchema payload, ContractSymbols symbols, SchemaParser parser)
    {
        if (key is null) return "";
        if (payload.Kind == ContractSchemaKind.Reference && parser.Definitions[payload.Format] is ContractObject parts
            && parts.Parts.FirstOrDefault(part => symbols.Find(payload.Format, part.Name)?.Name == key.Member) is { } part) return part.Name;
        return key.Member;
    }
}
