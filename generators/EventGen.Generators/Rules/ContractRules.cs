using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG6xxx: what events are on the wire, and were.</summary>
internal static class ContractRules
{
    private const string Category = "EventGen.Contracts";

    public static readonly DiagnosticDescriptor Broken = Rule(
        "EVG6001", "The change breaks the event's contract", DiagnosticSeverity.Error, "Event '{0}': {1}, so {2}; {3}");

    public static readonly DiagnosticDescriptor NotAccepted = Rule(
        "EVG6002", "The event's contract is not accepted yet", DiagnosticSeverity.Info, "{0}; {1}");

    public static readonly DiagnosticDescriptor NotDeclared = Rule(
        "EVG6003", "The event of a contract is not declared any more", DiagnosticSeverity.Warning,
        "The contract file has the event '{0}', which nothing in the project declares; declare it again, or accept that it was removed");

    public static readonly DiagnosticDescriptor Unreadable = Rule(
        "EVG6004", "The contract file cannot be read", DiagnosticSeverity.Error, "The contract file {0}; {1}");

    public static readonly DiagnosticDescriptor InvalidUpgrade = Rule(
        "EVG6005", "An upgrade of the event is missing or cannot work", DiagnosticSeverity.Error, "Event '{0}': {1}; {2}");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message) => new(
        id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));
}
