using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports what the attributes of an event or group say that code is written for, and that no bus can work with.</summary>
internal static class DeclarationValues
{
    /// <param name="type">The event.</param>
    /// <param name="key">Its key.</param>
    /// <param name="scope">Reports.</param>
    public static void CheckEvent(INamedTypeSymbol type, KeyModel? key, ParseScope scope)
    {
        CheckPublishers(type, scope);
        if (ContractParser.VersionOf(type) is < 1 and var version)
            scope.Report(EventRules.InvalidValue, type.FindAttribute(RuntimeNames.EventAttribute)!, type, type.FullName(), $"has the version {version}", "count versions from 1");
        if (key is not null && PayloadMembers.Find(type, key.Member) is { } member && SensitiveParser.IsMarked(member))
        {
            scope.Report(EventRules.InvalidKey, SymbolEqualityComparer.Default.Equals(member.ContainingType, type) ? member : type, type.FullName(),
                $"has a sensitive key, '{member.Name}', and keys travel and are stored in clear", "order by a part that is not sensitive, such as an id");
        }
    }

    /// <param name="type">The event or group.</param>
    /// <param name="scope">Reports.</param>
    public static void CheckPublishers(INamedTypeSymbol type, ParseScope scope)
    {
        string[] all = [.. Publishers.Of(type)];
        foreach (var attribute in type.AttributesInOrder(RuntimeNames.PublishToAttribute))
        {
            // Null is the compiler's to tell.
            if (attribute.FirstText() is not { } name) continue;
            if (string.IsNullOrWhiteSpace(name))
            {
                scope.Report(EventRules.InvalidValue, attribute, type, type.FullName(), "is published to a publisher whose name is blank", "name one of the bus's publishers");
            }
            else if (all.FirstOrDefault(other => other != name && string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) is { } other)
            {
                scope.Report(EventRules.InvalidValue, attribute, type, type.FullName(),
                    $"is published to '{name}' and to '{other}', which differ in case only, and a bus can have one of them", "write the name as the publisher has it, once");
            }
        }
    }
}
